using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels;

[Collection(OpenCLCollection.Name)]
public sealed class GpuConvolutionTests(OpenCLFixture fixture)
{
    // Sums of up to a few thousand float32 products of numbers below 1, against double, relative to the largest.
    private const double Tolerance = 2e-5;

    private static readonly Conv2dGeometry Stem = new()
    {
        N = 1, H = 30, W = 26, C = 3, K = 64, R = 7, S = 7, StrideH = 2, StrideW = 2, PadTop = 3, PadBottom = 3, PadLeft = 3, PadRight = 3,
    };

    private static readonly Conv2dGeometry Wide = new() { N = 1, H = 5, W = 5, C = 132, K = 70, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 };

    private static readonly Conv2dGeometry Slim = new() { N = 3, H = 13, W = 11, C = 16, K = 16, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 };

    private static readonly Conv2dGeometry Strided = new()
    {
        N = 2, H = 12, W = 11, C = 20, K = 36, R = 3, S = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1,
    };

    private static readonly Conv2dGeometry Dilated = new()
    {
        N = 2, H = 14, W = 9, C = 8, K = 12, R = 3, S = 2, StrideH = 3, StrideW = 2, DilationH = 2, DilationW = 3, PadTop = 2, PadRight = 3,
    };

    private static readonly Conv2dGeometry Grouped = new()
    {
        N = 2, H = 9, W = 8, C = 24, K = 16, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 2,
    };

    private static readonly Conv2dGeometry Depthwise = new()
    {
        N = 2, H = 9, W = 8, C = 35, K = 35, R = 3, S = 3, StrideH = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 35,
    };

    private static readonly Conv2dGeometry Pointwise = new() { N = 4, H = 13, W = 13, C = 64, K = 18, R = 1, S = 1 };

    private static readonly Conv2dGeometry PointwiseInGroups = new() { N = 1, H = 5, W = 7, C = 24, K = 8, R = 1, S = 1, Groups = 2 };

    private static readonly Conv2dGeometry PointwiseStrided = new() { N = 2, H = 9, W = 8, C = 8, K = 40, R = 1, S = 1, StrideH = 2, StrideW = 2 };

    private static readonly Conv2dGeometry StrideBeyondInput = new() { N = 2, H = 3, W = 2, C = 4, K = 4, R = 2, S = 2, StrideH = 5, StrideW = 5 };

    private static IEnumerable<Conv2dGeometry> Known =>
        [Stem, Wide, Slim, Strided, Dilated, Grouped, Depthwise, Pointwise, PointwiseInGroups, PointwiseStrided, StrideBeyondInput];

    [Fact]
    public void All_passes_agree_with_the_definition_on_the_layers_of_known_networks()
    {
        foreach (Conv2dGeometry geometry in Known) Check(geometry);
    }

    [Fact]
    public void All_passes_agree_with_the_definition_on_generated_geometries()
    {
        _ = fixture.Device;
        KernelCases.ForAll(KernelCases.Geometries(), 40, Check);
    }

    [Fact]
    public void A_filter_gradient_over_a_hundred_thousand_pixels_keeps_its_digits()
    {
        var g = new Conv2dGeometry { N = 1, H = 320, W = 321, C = 4, K = 4, R = 1, S = 2 };
        var random = new Random(5);
        float[] x = [.. KernelBuffer.Random(random, (long)g.H * g.W * g.C).Select(Math.Abs)];
        float[] dy = [.. KernelBuffer.Random(random, (long)g.P * g.Q * g.K).Select(Math.Abs)];
        using var blocks = new GpuBlocks(fixture.Device);
        Storage dw = blocks.Empty((long)g.K * g.R * g.S * g.C);
        GpuConvolution.FilterGradient(fixture.Device, g, blocks.Of(x), blocks.Of(dy), default(GpuNoEpilogue), dw);
        Assert.InRange(KernelBuffer.Difference(blocks.Read(dw), ConvolutionReference.FilterGradient(g, x, dy)), 0, 1e-6);
    }

    private static void Near(double[] expected, float[] actual) => Assert.InRange(KernelBuffer.Difference(actual, expected), 0, Tolerance);

    private static double[] Sum(double[] left, float[] right) => [.. left.Select((value, i) => value + right[i])];

    private void Check(Conv2dGeometry g)
    {
        GpuDevice device = fixture.Device;
        var random = new Random(7);
        float[] x = KernelBuffer.Random(random, (long)g.N * g.H * g.W * g.C);
        float[] w = KernelBuffer.Random(random, (long)g.K * g.R * g.S * g.GroupC);
        float[] dy = KernelBuffer.Random(random, (long)g.N * g.P * g.Q * g.K);
        float[] bias = KernelBuffer.Random(random, g.K);
        double[] sums = ConvolutionReference.Forward(g, x, w);
        double[] dx = ConvolutionReference.InputGradient(g, dy, w);
        double[] dw = ConvolutionReference.FilterGradient(g, x, dy);
        using var blocks = new GpuBlocks(device);
        Storage input = blocks.Of(x), filters = blocks.Of(w), gradient = blocks.Of(dy), terms = blocks.Of(bias);

        Storage y = blocks.Empty(dy.Length);
        GpuConvolution.Forward(device, g, input, filters, default(GpuNoEpilogue), y);
        Near(sums, blocks.Read(y));
        GpuConvolution.Forward(device, g, input, filters, new GpuBiasReLUEpilogue(terms.View(), g.GroupK), y);
        Near([.. sums.Select((sum, i) => Math.Max(0, sum + bias[i % g.K]))], blocks.Read(y));

        Storage result = blocks.Empty(x.Length), present = blocks.Of(x);
        GpuConvolution.InputGradient(device, g, gradient, filters, default(GpuNoEpilogue), result);
        Near(dx, blocks.Read(result));
        GpuConvolution.InputGradient(device, g, gradient, filters, default(GpuAccumulateEpilogue), present);
        Near(Sum(dx, x), blocks.Read(present));

        result = blocks.Empty(w.Length);
        present = blocks.Of(w);
        GpuConvolution.FilterGradient(device, g, input, gradient, default(GpuNoEpilogue), result);
        Near(dw, blocks.Read(result));
        GpuConvolution.FilterGradient(device, g, input, gradient, default(GpuAccumulateEpilogue), present);
        Near(Sum(dw, w), blocks.Read(present));
    }
}
