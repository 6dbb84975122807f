using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Pooling;

public sealed class MaxPool2dTests
{
    [Fact]
    public void Ceil_mode_adds_a_window_that_hangs_over_the_far_edge()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], [1, 4, 4, 1]);
        Assert.Equal([11f], x.MaxPool2d(3, 2).ToArray());
        Assert.Equal([11f, 12f, 15f, 16f], x.MaxPool2d(3, 2, ceilMode: true).ToArray());
    }

    [Theory]
    [InlineData(111, 3, 2, 0, true, 55)]
    [InlineData(112, 3, 2, 0, true, 56)]
    [InlineData(112, 3, 2, 1, false, 56)]
    [InlineData(5, 2, 2, 0, false, 2)]
    [InlineData(5, 2, 2, 1, true, 3)]
    [InlineData(3, 2, 3, 1, true, 2)]
    [InlineData(2, 2, 3, 1, true, 1)]
    public void The_output_has_as_many_windows_as_in_PyTorch(int size, int kernel, int stride, int padding, bool ceilMode, int expected)
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        Tensor x = step.Input(new float[size * size], [1, size, size, 1]);
        Assert.Equal(new Shape(1, expected, expected, 1), x.MaxPool2d(kernel, stride, padding, ceilMode).Shape);
    }

    [Fact]
    public void The_gradient_goes_to_the_first_of_equal_maxima()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 7, 7, 7], [1, 2, 2, 1], requiresGradient: true);
        x.MaxPool2d(2).Reshape([]).Backward();
        Assert.Equal([0f, 1f, 0f, 0f], step.GradientOf(x));
    }

    [Fact]
    public void NaN_is_not_hidden()
    {
        using var device = new CpuDevice(threads: 1);
        foreach (bool gradient in (bool[])[false, true])
        {
            using Step step = device.BeginStep();
            Tensor x = step.Input([1, float.NaN, 7, 2], [1, 2, 2, 1], gradient);
            Assert.Equal([float.NaN], x.MaxPool2d(2).ToArray());
        }
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c, byte kernel, byte stride, byte padding, bool ceilMode)
    {
        int k = 1 + (kernel % 4);
        int s = 1 + (stride % 3);
        int p = padding % ((k / 2) + 1);
        Shape shape = [1 + (n % 3), k + (h % 9), k + (w % 9), 1 + (c % 70)];
        var experiment = new OpExperiment(
            (_, inputs) => inputs[0].MaxPool2d(k, s, p, ceilMode),
            inputs => PoolReference.Max(inputs[0], shape, k, s, p, ceilMode),
            (shape, OpExperiment.Distinct(n + h, shape.Count)));
        experiment.Check();
    }

    [Fact]
    public void A_repeated_step_allocates_nothing()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        Shape shape = [2, 9, 9, 20];
        var x = new Parameter(device, shape);
        new OpExperiment(
            (_, inputs) => inputs[0].MaxPool2d(3, 2, 1).ReLU(),
            inputs => PoolReference.Max(inputs[0], shape, 3, 2, 1, false),
            (shape, OpExperiment.Distinct(1, shape.Count))).CheckAllocatesNothing(x);
    }

    [Fact]
    public void Windows_that_do_not_fit_are_refused_with_shapes_and_remedy()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[8], [1, 2, 2, 2]);
        Assert.Equal(
            "MaxPool2d: a window of 3 × 3 does not fit the input [1, 2, 2, 2] with padding 0. Use a smaller window or a larger picture.",
            Assert.Throws<ArgumentException>(() => x.MaxPool2d(3)).Message);
        Assert.Throws<ArgumentException>(() => x.MaxPool2d(2, padding: 2));
        Assert.Throws<ArgumentException>(() => x.Reshape([2, 4]).MaxPool2d(2));
    }
}
