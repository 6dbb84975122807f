using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops;

/// <summary>What the catalogue's small problems do not reach: many groups of threads, long runs, exact masks, special values; against the processor.</summary>
[Collection(OpenCLCollection.Name)]
public sealed class GpuVisionOpTests(OpenCLFixture fixture) : IDisposable
{
    private readonly CpuDevice cpu = new(threads: 2, poison: true);
    private readonly Device gpu = fixture.Device;

    public void Dispose() => cpu.Dispose();

    // Many parts and blocks of channels; runs longer than 64 rows in a thread; values far from zero.
    [Theory]
    [InlineData(3, 40, 41, 70, 0)]
    [InlineData(1, 540, 1000, 1, 0)]
    [InlineData(1, 540, 1000, 1, 100)]
    public void BatchNorm_of_many_rows_is_that_of_the_processor(int n, int h, int w, int c, float shift)
    {
        Shape shape = [n, h, w, c];
        float[] x = [.. OpExperiment.Random(1, shape.Count).Select(value => value + shift)];
        float[] residual = OpExperiment.Random(2, shape.Count);
        float[] gamma = OpExperiment.Random(3, c, 0.5, 1.5);
        float[] beta = OpExperiment.Random(4, c);
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using var mean = new Parameter(device, [c], requiresGradient: false);
            using var variance = new Parameter(device, [c], requiresGradient: false);
            using Step step = device.BeginStep();
            Tensor[] inputs =
            [
                step.Input(x, shape, requiresGradient: true), step.Input(gamma, [c], requiresGradient: true),
                step.Input(beta, [c], requiresGradient: true), step.Input(residual, shape, requiresGradient: true),
            ];
            Tensor y = inputs[0].BatchNorm2d(inputs[1], inputs[2], mean, variance, training: true, residual: inputs[3]);
            float[] values = y.ToArray();
            float[][] gradients = Gradients(y, inputs);
            return [.. values, .. mean.ToArray(), .. variance.ToArray(), .. gradients.SelectMany(gradient => gradient)];
        });
        AssertClose(expected, actual, 2e-5);
    }

    [Fact]
    public void The_mean_of_many_places_is_that_of_the_processor()
    {
        Shape shape = [3, 30, 45, 40];
        float[] x = OpExperiment.Random(1, shape.Count, 0, 1);
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using Step step = device.BeginInference();
            return step.Input(x, shape).GlobalAveragePool2d().ToArray();
        });
        AssertClose(expected, actual, 1e-6);
    }

    [Fact]
    public void The_mask_of_dropout_is_bit_for_bit_that_of_the_processor()
    {
        float[] x = OpExperiment.Random(1, 5003);
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using Step step = device.BeginStep();
            var random = new Philox(seed: 0x1234_5678_9ABC_DEF0, stream: 0xFEDC_BA98_7654_3210);
            random.NextUInt();
            Tensor input = step.Input(x, [x.Length], requiresGradient: true);
            Tensor y = input.Dropout(0.3f, random);
            return [.. y.ToArray(), .. Gradients(y, input)[0]];
        });
        Assert.Equal(expected, actual);
        Assert.InRange(expected.Take(x.Length).Count(value => value == 0) / (double)x.Length, 0.27, 0.33);
    }

    [Fact]
    public void Maxima_ties_and_not_a_number_are_those_of_the_processor()
    {
        Shape shape = [2, 9, 8, 5];
        float[] x = [.. OpExperiment.Random(1, shape.Count).Select(value => MathF.Round(value * 3))];
        for (int i = 0; i < x.Length; i += 97) x[i] = float.NaN;
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using Step step = device.BeginStep();
            Tensor input = step.Input(x, shape, requiresGradient: true);
            Tensor y = input.MaxPool2d(3, stride: 2, padding: 1, ceilMode: true);
            return [.. y.ToArray(), .. Gradients(y, input)[0]];
        });
        Assert.Equal(expected, actual);
        Assert.Contains(float.NaN, expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BatchNorm_hands_not_a_number_on_as_on_the_processor(bool training)
    {
        Shape shape = [10, 3];
        float[] x = OpExperiment.Random(1, shape.Count);
        x[4] = float.NaN;
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using var mean = new Parameter(device, [3], requiresGradient: false);
            using var variance = new Parameter(device, [3], requiresGradient: false);
            variance.Set([1, 1, 1]);
            using Step step = device.BeginStep();
            Tensor[] inputs = [step.Input(x, shape, requiresGradient: true), step.Input([1, 2, 3], [3], requiresGradient: true)];
            Tensor y = inputs[0].BatchNorm2d(inputs[1], step.Input([0.25f, 0.5f, 0.75f], [3]), mean, variance, training, relu: true);
            return [.. y.ToArray(), .. mean.ToArray(), .. variance.ToArray(), .. Gradients(y, inputs).SelectMany(gradient => gradient)];
        });
        AssertClose(expected, actual, 1e-5);
        Assert.Contains(float.NaN, expected);
    }

    [Fact]
    public void Formulas_treat_special_values_as_on_the_processor()
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, 1, -1];
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using Step step = device.BeginInference();
            Tensor input = step.Input(x, [x.Length]);
            return [.. input.ReLU().ToArray(), .. input.Exp().ToArray(), .. input.Log().ToArray(), .. input.Sqrt().ToArray(), .. input.Sigmoid().ToArray()];
        });
        for (int i = 0; i < expected.Length; i++)
        {
            if (float.IsFinite(expected[i])) Assert.Equal(expected[i], actual[i], 1e-6f);
            else Assert.Equal(expected[i], actual[i]);
        }
    }

    [Fact]
    public void The_first_row_that_does_not_exist_is_named_as_on_the_processor()
    {
        string Message(Device device) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            using Step step = device.BeginInference();
            step.Input(new float[12], [4, 3]).Gather(step.InputIndices([0, 3, -1, 4, 7], [5])).ToArray();
        }).Message;
        Assert.Equal(Message(cpu), Message(gpu));
    }

    [Fact]
    public void Any_number_of_sizes_is_resampled_as_on_the_processor()
    {
        Shape shape = [1, 5, 7, 3];
        float[] x = OpExperiment.Random(1, shape.Count);
        (float[] expected, float[] actual) = OnBoth(device =>
        {
            using Step step = device.BeginInference();
            Tensor input = step.Input(x, shape);

            // Once with an even and once with an odd number of axes met before, so that room is made before either table of a launch.
            input.ResizeBilinear(60, 60);
            return [.. Enumerable.Range(1, 80).SelectMany(size => input.ResizeBilinear(size, size + 1, alignCorners: size % 2 == 0).ToArray())];
        });
        AssertClose(expected, actual, 1e-6);
    }

    private (float[] Expected, float[] Actual) OnBoth(Func<Device, float[]> run) => (run(cpu), run(gpu));

    // The gradients of Σ i·y, with a different i, at most 1, for every element.
    private static float[][] Gradients(Tensor y, params Tensor[] inputs)
    {
        int count = (int)y.Shape.Count;
        Tensor weights = y.Step.Input(OpExperiment.Random(9, count), y.Shape);
        y.Multiply(weights).Reshape([1, count, 1, 1]).GlobalAveragePool2d().Multiply((float)count).Backward();
        return [.. inputs.Select(input => y.Step.GradientOf(input))];
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                float.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"element {i} is {actual[i]} instead of {expected[i]}");
        }
    }
}
