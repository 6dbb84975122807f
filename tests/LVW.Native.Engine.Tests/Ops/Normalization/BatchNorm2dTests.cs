using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Normalization;

public sealed class BatchNorm2dTests
{
    [Fact]
    public void Training_normalises_by_the_batch_and_moves_the_running_statistics()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using var statistics = new Statistics(device, [1f], [2f]);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 6], [1, 2, 2, 1]);
        Tensor y = x.BatchNorm2d(step.Input([2], [1]), step.Input([5], [1]), statistics.Mean, statistics.Variance, training: true, epsilon: 0.5f);

        // Mean 3, biased variance 3.5, unbiased 14/3; 1/√(3.5 + 0.5) = 0.5.
        Assert.Equal([3f, 4f, 5f, 8f], y.ToArray());
        Assert.Equal(0.9f + 0.3f, statistics.Mean.ToArray()[0], 1e-6f);
        Assert.Equal(1.8f + (1.4f / 3), statistics.Variance.ToArray()[0], 1e-6f);
    }

    [Fact]
    public void Evaluation_normalises_by_the_running_statistics_and_leaves_them()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using var statistics = new Statistics(device, [1f], [3.5f]);
        using Step step = device.BeginInference();
        Tensor x = step.Input([1, 2, 3, 7], [4, 1]);
        Tensor y = x.BatchNorm2d(step.Input([2], [1]), step.Input([5], [1]), statistics.Mean, statistics.Variance, training: false, epsilon: 0.5f);
        Assert.Equal([5f, 6f, 7f, 11f], y.ToArray());
        Assert.Equal([1f], statistics.Mean.ToArray());
        Assert.Equal([3.5f], statistics.Variance.ToArray());
    }

    [Fact]
    public void A_mean_far_from_zero_does_not_spoil_the_variance()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        float[] values = [.. OpExperiment.Random(3, 100 * 100 * 3).Select(v => v + 1000)];
        using var statistics = new Statistics(device, [0f, 0f, 0f], [0f, 0f, 0f]);
        using Step step = device.BeginStep();
        Tensor one = step.Input([1, 1, 1], [3]);
        step.Input(values, [1, 100, 100, 3]).BatchNorm2d(one, one, statistics.Mean, statistics.Variance, training: true, momentum: 1);
        for (int c = 0; c < 3; c++)
        {
            double[] channel = [.. values.Where((_, i) => i % 3 == c).Select(v => (double)v)];
            double mean = channel.Average();
            double variance = channel.Sum(v => (v - mean) * (v - mean)) / (channel.Length - 1);
            Assert.Equal(mean, statistics.Mean.ToArray()[c], 1e-3);
            Assert.Equal(variance, statistics.Variance.ToArray()[c], 1e-6 * variance);
        }
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c, bool training, bool relu, bool withResidual)
    {
        Shape shape = [2 + (n % 3), 1 + (h % 12), 1 + (w % 12), 1 + (c % 40)];
        int channels = shape[3];
        float[] mean = OpExperiment.Random(11, channels);
        float[] variance = OpExperiment.Random(12, channels, 0.5, 2);
        (Shape, float[])[] inputs =
        [
            (shape, OpExperiment.Random(n + h, shape.Count)),
            ([channels], OpExperiment.Random(2, channels, 0.5, 2)),
            ([channels], OpExperiment.Random(3, channels)),
            (shape, OpExperiment.Random(4, shape.Count)),
        ];
        if (!withResidual) inputs = inputs[..3];

        // What ReLU cuts is settled before an input is moved: a difference across the kink is no derivative.
        bool[] kept = [.. Uncut([.. inputs.Select(input => input.Item2.Select(v => (double)v).ToArray())]).Select(v => !relu || v > 0)];
        var experiment = new OpExperiment(
            (step, t) =>
            {
                using var statistics = new Statistics(step.Device, mean, variance);
                Tensor residual = withResidual ? t[3] : default;
                return t[0].BatchNorm2d(t[1], t[2], statistics.Mean, statistics.Variance, training, residual: residual, relu: relu);
            },
            values => [.. Uncut(values).Zip(kept, (v, keep) => keep ? v : 0)],
            inputs)
        {
            // A value near zero may be cut in one arithmetic and not in the other, and batches of two amplify by 1/deviation.
            Tolerance = relu ? 2e-4 : 1e-4,
        };
        experiment.Check();

        double[] Uncut(double[][] values) => Reference(values, training ? null : mean, variance, relu: false);
    }

    [Theory]
    [InlineData(1200, 3)]
    [InlineData(900, 70)]
    [InlineData(200, 301)]
    public void Sums_cover_every_part_of_the_rows_and_every_slab_of_channels(int rows, int channels)
    {
        Shape shape = [rows, channels];
        float[] x = [.. OpExperiment.Random(7, shape.Count).Select((v, i) => v + (i % channels % 7))];
        float[] dy = OpExperiment.Random(8, shape.Count);
        double[] sums = new double[3 * channels];
        for (int c = 0; c < channels; c++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(row => (double)x[(row * channels) + c])];
            double mean = column.Average();
            double deviation = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)) + 1e-5);
            for (int row = 0; row < rows; row++)
            {
                sums[c] += dy[(row * channels) + c];
                sums[channels + c] += dy[(row * channels) + c] * (column[row] - mean) / deviation;
            }

            sums[(2 * channels) + c] = mean;
        }

        foreach (SimdWidth width in SimdWidths.Available)
        {
            using var device = new CpuDevice(threads: 2, width, poison: true);
            using var statistics = new Statistics(device, new float[channels], new float[channels]);
            using var gamma = new Parameter(device, [channels]);
            using var beta = new Parameter(device, [channels]);
            gamma.Set([.. Enumerable.Repeat(1f, channels)]);
            beta.Set(new float[channels]);
            using Step step = device.BeginStep();
            Tensor y = step.Input(x, shape, requiresGradient: true)
                .BatchNorm2d(gamma.In(step), beta.In(step), statistics.Mean, statistics.Variance, training: true, momentum: 1);
            (y * step.Input(dy, shape)).Sum().Backward();
            float[] found = [.. GradientOf(beta), .. GradientOf(gamma), .. statistics.Mean.ToArray()];
            for (int i = 0; i < found.Length; i++) Assert.Equal(sums[i], found[i], 2e-4 * Math.Max(1, Math.Abs(sums[i])));
        }
    }

    [Fact]
    public void A_first_row_far_from_the_others_does_not_spoil_the_variance()
    {
        float[] values = [.. OpExperiment.Random(3, 1000).Select((v, i) => i == 0 ? 1000 : v)];
        double mean = values.Average(v => (double)v);
        double variance = values.Sum(v => (v - mean) * (v - mean)) / 999;
        using var device = new CpuDevice(threads: 1, poison: true);
        using var statistics = new Statistics(device, [0f], [0f]);
        using Step step = device.BeginStep();
        Tensor one = step.Input([1], [1]);
        step.Input(values, [1000, 1]).BatchNorm2d(one, one, statistics.Mean, statistics.Variance, training: true, momentum: 1);
        Assert.Equal(mean, statistics.Mean.ToArray()[0], 1e-5);
        Assert.Equal(variance, statistics.Variance.ToArray()[0], 1e-5 * variance);
    }

    [Fact]
    public void The_residual_may_be_the_input_itself()
    {
        Shape shape = [3, 2, 2, 19];
        float[] mean = new float[19];
        float[] variance = OpExperiment.Random(12, 19, 0.5, 2);
        new OpExperiment(
            (step, t) =>
            {
                using var statistics = new Statistics(step.Device, mean, variance);
                return t[0].BatchNorm2d(t[1], t[2], statistics.Mean, statistics.Variance, training: true, residual: t[0], relu: true);
            },
            values => Reference([values[0], values[1], values[2], values[0]], null, variance, relu: true),
            (shape, OpExperiment.Distinct(5, shape.Count)),
            ([19], OpExperiment.Random(2, 19, 0.5, 2)),
            ([19], OpExperiment.Random(3, 19))) { Tolerance = 1e-4 }.Check();
    }

    [Fact]
    public void A_repeated_step_allocates_nothing()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using var statistics = new Statistics(device, new float[20], OpExperiment.Random(1, 20, 1, 2));
        new OpExperiment(
            (step, t) => t[0].BatchNorm2d(t[1], t[2], statistics.Mean, statistics.Variance, training: true, residual: t[3], relu: true),
            values => values[0],
            ([3, 20], new float[60]),
            ([20], new float[20]),
            ([20], new float[20]),
            ([3, 20], new float[60])).CheckAllocatesNothing(new Parameter(device, [3, 20]), new Parameter(device, [20]), new Parameter(device, [20]), new Parameter(device, [3, 20]));
    }

    [Fact]
    public void A_single_value_per_channel_has_no_variance()
    {
        using var device = new CpuDevice(threads: 1);
        using var statistics = new Statistics(device, [0f, 0f], [1f, 1f]);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2], [1, 1, 1, 2]);
        Tensor ones = step.Input([1, 1], [2]);
        Tensor one = step.Input([1], [1]);
        Assert.Contains("[1, 1, 1, 2]", Assert.Throws<ArgumentException>(() => x.BatchNorm2d(ones, ones, statistics.Mean, statistics.Variance, true)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "BatchNorm2d: the weight has shape [1] but the input [1, 1, 1, 2] has 2 channels. Channels are the last dimension.",
            Assert.Throws<ArgumentException>(() => x.BatchNorm2d(one, ones, statistics.Mean, statistics.Variance, false)).Message);
    }

    private static float[] GradientOf(Parameter parameter)
    {
        float[] values = new float[parameter.Shape.Count];
        parameter.Device.CopyOut(parameter.Gradient, values);
        return values;
    }

    private static double[] Reference(double[][] values, float[]? runningMean, float[] runningVariance, bool relu)
    {
        double[] x = values[0];
        int channels = values[1].Length;
        int rows = x.Length / channels;
        double[] y = new double[x.Length];
        for (int c = 0; c < channels; c++)
        {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < rows; i++) mean += x[(i * channels) + c] / rows;
            for (int i = 0; i < rows; i++) variance += Math.Pow(x[(i * channels) + c] - mean, 2) / rows;
            if (runningMean is not null) (mean, variance) = (runningMean[c], runningVariance[c]);
            for (int i = c; i < x.Length; i += channels)
            {
                y[i] = ((x[i] - mean) / Math.Sqrt(variance + 1e-5) * values[1][c]) + values[2][c];
                if (values.Length > 3) y[i] += values[3][i];
                if (relu) y[i] = Math.Max(0, y[i]);
            }
        }

        return y;
    }

    private sealed class Statistics : IDisposable
    {
        public Statistics(Device device, float[] mean, float[] variance)
        {
            Mean = new Parameter(device, [mean.Length], requiresGradient: false);
            Variance = new Parameter(device, [mean.Length], requiresGradient: false);
            Mean.Set(mean);
            Variance.Set(variance);
        }

        public Parameter Mean { get; }

        public Parameter Variance { get; }

        public void Dispose()
        {
            Mean.Dispose();
            Variance.Dispose();
        }
    }
}
