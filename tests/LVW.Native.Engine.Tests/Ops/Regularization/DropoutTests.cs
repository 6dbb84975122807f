using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Regularization;

public sealed class DropoutTests
{
    [Fact]
    public void Evaluation_is_the_identity_and_draws_nothing()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        var random = new Philox(1);
        Tensor x = step.Input([1, 2, 3], [3]);
        Assert.Equal(x, x.Dropout(0.5f, random, training: false));
        Assert.Equal(0UL, random.Counter);
    }

    [Fact]
    public void The_expected_value_is_kept_and_the_share_dropped_is_p()
    {
        using var device = new CpuDevice(threads: 2, poison: true);
        using Step step = device.BeginStep();
        float[] ones = new float[100_003];
        Array.Fill(ones, 1f);
        float[] y = step.Input(ones, [ones.Length]).Dropout(0.25f, new Philox(5)).ToArray();
        Assert.All(y, value => Assert.True(value is 0f or 1f / 0.75f));
        Assert.Equal(0.25, y.Count(value => value == 0) / (double)y.Length, 0.01);
    }

    [Fact]
    public void The_mask_is_that_of_the_generator_whatever_the_device_and_masks_do_not_repeat()
    {
        float[] x = OpExperiment.Random(1, 40_001);
        var random = new Philox(9, 2);
        var again = new Philox(9, 2);
        using var device = new CpuDevice(threads: 3, poison: true);
        using Step step = device.BeginInference();
        float[] first = step.Input(x, [x.Length]).Dropout(0.5f, random).ToArray();
        Assert.Equal(x.Select(v => Philox.ToUniform(again.NextUInt()) < 0.5f ? 0 : v * 2), first);
        Assert.NotEqual(first, step.Input(x, [x.Length]).Dropout(0.5f, random).ToArray());
    }

    [Fact]
    public void The_gradient_passes_where_the_mask_let_the_value_pass()
    {
        Shape shape = [3, 1001];
        var mask = new Philox(4);
        double[] factors = [.. Enumerable.Range(0, 3003).Select(_ => Philox.ToUniform(mask.NextUInt()) < 0.3f ? 0 : 1 / (1 - 0.3f))];
        new OpExperiment(
            (_, inputs) => inputs[0].Dropout(0.3f, new Philox(4)),
            inputs => [.. inputs[0].Zip(factors, (a, b) => a * b)],
            (shape, OpExperiment.Random(1, shape.Count))).Check();
    }

    [Fact]
    public void A_probability_of_one_is_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.StartsWith(
            "Dropout: the probability 1 to drop an element of [2, 3] must be at least 0 and below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(1, new Philox(1))).Message,
            StringComparison.Ordinal);
    }
}
