using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>Any number of threads, far more than there are cores among them, gives the same bits.</summary>
public sealed class ManyThreadsTests
{
    private static readonly string[] Families = ["Conv2d", "BatchNorm2d", "Sum", "Mean", "Max", "MatMul", "SquaredDistance", "CrossEntropy"];

    public static TheoryData<int> Threads() => [2, 3, 5, 8, 16, 33, 64];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Ops_give_the_same_bits(int threads)
    {
        using var one = new CpuDevice(threads: 1);
        using var many = new CpuDevice(threads);
        var check = new AgreementCheck(one, bitIdentical: true);
        OpCase[] cases = [.. OpCatalogue.All.Where(opCase => Families.Any(family => opCase.Name.StartsWith(family, StringComparison.Ordinal)))];
        Assert.True(cases.Length >= Families.Length);
        foreach (OpCase opCase in cases) check.Run(opCase, many, seed: 3, size: 16).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Adam_gives_the_same_bits(int threads)
    {
        using var one = new CpuDevice(threads: 1);
        using var many = new CpuDevice(threads);
        Assert.Equal(Walk(one), Walk(many));
    }

    // Parameters smaller and larger than a chunk, in two groups.
    private static float[] Walk(CpuDevice device)
    {
        int[] lengths = [1, 40_000, 7, 100_001, 64, 3];
        Parameter[] parameters = [.. lengths.Select(length => new Parameter(device, [length]))];
        StateEntry[] entries = [.. parameters.Select((parameter, i) => new StateEntry($"p{i}", parameter, StateLayout.Same, IsBuffer: false))];
        using var optimizer = new Adam(new ParameterGroup("a", entries[..3], 1e-2, 1e-3), new ParameterGroup("b", entries[3..], 3e-3));
        for (int step = 0; step < 3; step++)
        {
            foreach (Parameter parameter in parameters)
            {
                device.CopyIn([.. Enumerable.Range(0, (int)parameter.Shape.Count).Select(i => MathF.Sin(i + step))], parameter.GradientBlock());
                parameter.HasGradient = true;
            }

            optimizer.Step();
        }

        float[] values = [.. parameters.SelectMany(parameter => parameter.ToArray())];
        foreach (Parameter parameter in parameters) parameter.Dispose();
        return values;
    }
}
