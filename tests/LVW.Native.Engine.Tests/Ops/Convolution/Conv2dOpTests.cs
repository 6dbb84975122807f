using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Tests.Kernels;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Convolution;

public sealed class Conv2dOpTests
{
    private const double Tolerance = 1e-5;

    private static readonly Conv2dGeometry Geometry = new()
    {
        N = 2, H = 6, W = 7, C = 4, K = 6, R = 3, S = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 2,
    };

    [Fact]
    public void A_filter_of_one_tap_mixes_channels_of_each_pixel()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor x = step.Input([1, 2, 3, 4], [1, 1, 2, 2]);
        Tensor weight = step.Input([1, 1, 10, -10], [2, 1, 1, 2]);
        Tensor bias = step.Input([0, 5], [2]);
        Assert.Equal([3f, -10f, 7f, -10f], x.Conv2d(weight).ToArray());
        Assert.Equal([3f, -5f, 7f, -5f], x.Conv2d(weight, bias).ToArray());
        Assert.Equal([3f, 0f, 7f, 0f], x.Conv2d(weight, bias, new Conv2dOptions { ReLU = true }).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Output_and_gradients_agree_with_the_definition(bool relu)
    {
        Conv2dGeometry g = Geometry;
        var random = new Random(3);
        float[] x = KernelBuffer.Random(random, (long)g.N * g.H * g.W * g.C);
        float[] w = KernelBuffer.Random(random, (long)g.K * g.R * g.S * g.GroupC);
        float[] b = KernelBuffer.Random(random, g.K);
        float[] v = KernelBuffer.Random(random, (long)g.N * g.P * g.Q * g.K);
        double[] y = ConvolutionReference.Forward(g, x, w);
        for (int i = 0; i < y.Length; i++) y[i] += b[i % g.K];
        float[] dy = [.. v.Select((value, i) => relu && y[i] <= 0 ? 0 : value)];
        double[] db = new double[g.K];
        for (int i = 0; i < dy.Length; i++) db[i % g.K] += dy[i];

        using var device = new CpuDevice(2, poison: true);
        using var weight = new Parameter(device, [g.K, g.R, g.S, g.GroupC]);
        using var bias = new Parameter(device, [g.K]);
        weight.Set(w);
        bias.Set(b);
        using Step step = device.BeginStep();
        Tensor input = step.Input(x, [g.N, g.H, g.W, g.C], requiresGradient: true);
        Tensor output = input.Conv2d(weight.In(step), bias.In(step), new Conv2dOptions { Stride = 2, Padding = 1, Groups = 2, ReLU = relu }).Keep();
        output.Reshape([1, v.Length]).MatMul(step.Input(v, [v.Length, 1])).Backward();

        Near(relu ? Array.ConvertAll(y, value => Math.Max(0, value)) : y, output.ToArray());
        Near(ConvolutionReference.InputGradient(g, dy, w), step.GradientOf(input));
        Near(ConvolutionReference.FilterGradient(g, x, dy), Values(device, weight));
        Near(db, Values(device, bias));
    }

    [Fact]
    public void A_weight_used_twice_receives_the_sum_of_both_gradients()
    {
        using var device = new CpuDevice(1);
        using var weight = new Parameter(device, [1, 1, 1, 1]);
        weight.Set([3f]);
        using Step step = device.BeginStep();
        Tensor x = step.Input([2f], [1, 1, 1, 1], requiresGradient: true);
        x.Conv2d(weight.In(step)).Conv2d(weight.In(step)).Backward();
        Assert.Equal([12f], Values(device, weight));
        Assert.Equal([9f], step.GradientOf(x));
    }

    [Fact]
    public void Channels_that_do_not_fit_are_named_with_both_shapes()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor x = step.Allocate([8, 56, 56, 64]);
        Tensor weight = step.Allocate([256, 3, 3, 128]);
        var error = Assert.Throws<ArgumentException>(() => x.Conv2d(weight));
        Assert.Equal(
            "Conv2d: input has 64 channels but the filter expects 128 (input [8, 56, 56, 64], filter [256, 3, 3, 128]). Channels are the last dimension.",
            error.Message);
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused_with_a_remedy()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor x = step.Allocate([1, 4, 4, 6]);
        Tensor weight = step.Allocate([4, 5, 5, 6]);
        Assert.Contains("larger input or more padding", Message(() => x.Conv2d(weight)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => x.Conv2d(weight, options: new Conv2dOptions { Stride = 0 })), StringComparison.Ordinal);
        Assert.Contains("divide both", Message(() => x.Conv2d(weight, options: new Conv2dOptions { Groups = 3 })), StringComparison.Ordinal);
        Assert.Contains("[4]", Message(() => x.Conv2d(weight, step.Allocate([5]), new Conv2dOptions { Padding = 1 })), StringComparison.Ordinal);
        Assert.Contains("[N, H, W, C]", Message(() => step.Allocate([4, 4]).Conv2d(weight)), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static float[] Values(CpuDevice device, Parameter parameter)
    {
        float[] values = new float[parameter.Shape.Count];
        device.CopyOut(parameter.Gradient, values);
        return values;
    }

    private static void Near(double[] expected, float[] actual) => Assert.InRange(KernelBuffer.Difference(actual, expected), 0, Tolerance);
}
