using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Optimizers;

/// <summary>The optimisers of an OpenCL device against those of the processor; skipped where there is no OpenCL.</summary>
[Collection(OpenCLCollection.Name)]
public sealed class GpuOptimizerTests(OpenCLFixture fixture)
{
    // More than one group of threads, the last one not full.
    private const int Count = 300;
    private const int Steps = 6;
    private const double Rate = 3e-2;
    private const double Decay = 0.1;
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Adam_moves_as_on_the_processor(bool decoupled)
        => AssertSameWalk(group => new Adam([group], new AdamOptions { DecoupledDecay = decoupled }));

    [Fact]
    public void Adam_with_other_constants_moves_as_on_the_processor()
        => AssertSameWalk(group => new Adam([group], new AdamOptions(Beta1: 0.5, Beta2: 0.9, Epsilon: 1e-3)));

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    [InlineData(0, false)]
    public void Stochastic_gradient_descent_moves_as_on_the_processor(double momentum, bool nesterov)
        => AssertSameWalk(group => new Sgd([group], momentum, nesterov));

    [Fact]
    public void A_state_taken_from_the_processor_goes_on_on_the_gpu()
    {
        Device gpu = fixture.Device;
        using var cpu = new CpuDevice(threads: 1, poison: true);
        using Parameter source = NewParameter(cpu), target = NewParameter(gpu);
        using var first = new Adam(Group(source));
        using var second = new Adam(Group(target));
        for (int i = 0; i < Steps; i++) Move(first, source, i);
        target.Set(source.ToArray());
        second.LoadStateDict(first.StateDict(""), "");
        for (int i = 0; i < Steps; i++)
        {
            Move(first, source, i);
            Move(second, target, i);
        }

        AssertClose(source.ToArray(), target.ToArray());
    }

    private void AssertSameWalk(Func<ParameterGroup, Optimizer> create)
    {
        Device gpu = fixture.Device;
        using var cpu = new CpuDevice(threads: 1, poison: true);
        using Parameter expected = NewParameter(cpu), actual = NewParameter(gpu);
        using Optimizer onCpu = create(Group(expected)), onGpu = create(Group(actual));
        for (int i = 0; i < Steps; i++)
        {
            Move(onCpu, expected, i);
            Move(onGpu, actual, i);
            AssertClose(expected.ToArray(), actual.ToArray());
        }

        Dictionary<string, HostTensor> state = onGpu.StateDict("");
        Assert.All(onCpu.StateDict(""), entry => AssertClose(entry.Value.Values, state[entry.Key].Values));
        Assert.NotEqual(Start, actual.ToArray());
    }

    private static float[] Start => [.. Enumerable.Range(1, Count).Select(i => (float)Math.Sin(i))];

    private static ParameterGroup Group(Parameter parameter)
        => new("w", [new StateEntry("w", parameter, StateLayout.Same, IsBuffer: false)], Rate, Decay);

    private static Parameter NewParameter(Device device)
    {
        var parameter = new Parameter(device, [Count]);
        parameter.Set(Start);
        return parameter;
    }

    // A gradient as a backward pass would leave it, the same on both devices whatever the weights are.
    private static void Move(Optimizer optimizer, Parameter parameter, int i)
    {
        parameter.Device.CopyIn([.. Enumerable.Range(0, Count).Select(k => (float)Math.Cos((k * (i + 1)) + i))], parameter.GradientBlock());
        parameter.HasGradient = true;
        optimizer.Step(factor: 1.0 / (i + 1));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(value => Math.Abs((double)value));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance * Math.Max(Math.Abs(expected[i]), 0.1 * scale));
    }
}
