using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Losses;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Losses;

public sealed class AlignmentMeasureTests : IDisposable
{
    private static readonly float[] Attention = [0, 0.25f, 1, 0.5f, 0, 0.75f];

    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 5, 0)]
    [InlineData(0.1, 2, 0)]
    [InlineData(-2, 4, 2)]
    public void A_correlation_does_not_see_strength_and_base_level_of_a_map(double strength, double level, double expected)
    {
        float[] map = [.. Attention.Select(value => (float)((strength * value) + level))];
        (float loss, float[] gradient) = Loss(map, Attention, AlignmentMeasure.Correlation);
        Assert.Equal(expected, loss, 1e-5);
        Assert.All(gradient, value => Assert.Equal(0, value, 1e-4));
    }

    [Theory]
    [InlineData(TestDevices.Cpu)]
    [InlineData(TestDevices.Interpreted)]
    [InlineData(TestDevices.OpenCL)]
    public void Where_one_of_the_maps_is_constant_there_is_no_correlation(string name)
    {
        const int Columns = 40;
        const double Delta = 0.01;
        using Device other = TestDevices.OpenOrSkip(name);
        float[] constant = [.. Enumerable.Repeat(0.3f, Columns)], ramp = [.. Enumerable.Range(0, Columns).Select(x => x / (float)Columns)];
        (float loss, float[] gradient) = Loss(ramp, constant, AlignmentMeasure.Correlation, other, (float)Delta);
        Assert.Equal(1, loss, 1e-6);
        Assert.All(gradient, value => Assert.Equal(0, value, 1e-6));

        // Flat words are drawn to the attention, by δ in the place of their own deviation.
        (loss, gradient) = Loss(constant, ramp, AlignmentMeasure.Correlation, other, (float)Delta);
        Assert.Equal(1, loss, 1e-6);
        double mean = ramp.Average(), deviation = Math.Sqrt(ramp.Average(value => Math.Pow(value - mean, 2)) + (Delta * Delta));
        for (int x = 0; x < Columns; x++) Assert.Equal(-(ramp[x] - mean) / (Columns * Delta * deviation), gradient[x], 1e-4);
    }

    [Fact]
    public void An_unknown_measure_is_refused()
        => Assert.Contains("measure 7", Assert.Throws<ArgumentException>(() => Loss(Attention, Attention, (AlignmentMeasure)7)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_squared_error_sees_the_base_level()
    {
        Assert.Equal(0, Loss(Attention, Attention, AlignmentMeasure.SquaredError).Loss, 1e-8);
        float[] raised = [.. Attention.Select(value => value + 1)];
        Assert.Equal(Attention.Average(value => Math.Pow(((value + 1) / 2) - value, 2)), Loss(raised, Attention, AlignmentMeasure.SquaredError).Loss, 1e-4);
    }

    // One picture, one word, a row of cells that are the pixels: nothing is resampled.
    private (float Loss, float[] Gradient) Loss(float[] map, float[] attention, AlignmentMeasure measure, Device? other = null, float delta = 1e-5f)
    {
        Device target = other ?? device;
        using Step step = target.BeginStep();
        using var words = new Parameter(target, [1, 1, map.Length, 1]) { RequiresGradient = true };
        words.Set(map);
        var options = new AttentionAlignmentOptions(1, 1, map.Length, Delta: delta, Measure: measure);
        Tensor loss = AttentionAlignmentOp.Apply(words.In(step), step.Input([0], [1, 1]), step.Input(attention, [1, 1, map.Length]), options);
        loss.Backward();
        float[] gradient = new float[map.Length];
        target.CopyOut(words.Gradient, gradient);
        return (loss.Item(), gradient);
    }
}
