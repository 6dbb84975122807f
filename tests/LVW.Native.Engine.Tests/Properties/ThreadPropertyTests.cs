using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>The number of threads changes nothing: problems large enough to be cut into many chunks.</summary>
public sealed class ThreadPropertyTests : IDisposable
{
    private const int Size = 16;

    private readonly CpuDevice one = new(threads: 1);
    private readonly CpuDevice two = new(threads: 2);
    private readonly CpuDevice five = new(threads: 5);

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name)];

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
        five.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_bit_is_the_same_with_1_2_and_5_threads(string name)
    {
        var check = new AgreementCheck(one, bitIdentical: true);
        OpCase opCase = OpCatalogue.Find(name);
        foreach (ulong seed in LargestOf(opCase, seeds: 6).Take(2))
        {
            check.Run(opCase, two, seed, Size).ThrowIfFailed();
            check.Run(opCase, five, seed, Size).ThrowIfFailed();
        }
    }

    private static IEnumerable<ulong> LargestOf(OpCase opCase, int seeds)
        => Enumerable.Range(1, seeds)
            .Select(seed => (ulong)seed)
            .OrderByDescending(seed => opCase.Draw(seed, Size).Inputs.Max(input => input.Values.Length));
}
