using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Ops.MatMul;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels;

public sealed unsafe class ConvolutionKernelTests
{
    // Sums of up to a few thousand float32 products of numbers below 1, against double.
    private const double Tolerance = 2e-5;

    private static readonly Conv2dGeometry SqueezeNetStem = new() { N = 2, H = 23, W = 21, C = 3, K = 64, R = 3, S = 3, StrideH = 2, StrideW = 2 };

    private static readonly Conv2dGeometry ResNetStem = new()
    {
        N = 1, H = 14, W = 18, C = 3, K = 64, R = 7, S = 7, StrideH = 2, StrideW = 2, PadTop = 3, PadBottom = 3, PadLeft = 3, PadRight = 3,
    };

    private static readonly Conv2dGeometry Wide = new() { N = 1, H = 3, W = 3, C = 320, K = 70, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 };

    private static readonly Conv2dGeometry Deep = new() { N = 1, H = 2, W = 2, C = 1200, K = 20, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 };

    private static readonly Conv2dGeometry Pointwise = new() { N = 4, H = 13, W = 13, C = 64, K = 16, R = 1, S = 1 };

    private static readonly Conv2dGeometry Depthwise = new()
    {
        N = 2, H = 9, W = 8, C = 35, K = 35, R = 3, S = 3, StrideH = 2, StrideW = 1, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 35,
    };

    private static readonly Conv2dGeometry WideDepthwise = new()
    {
        N = 3, H = 13, W = 12, C = 70, K = 70, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 70,
    };

    private static readonly Conv2dGeometry NarrowGroups = new()
    {
        N = 2, H = 7, W = 8, C = 48, K = 48, R = 3, S = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1, Groups = 12,
    };

    private static readonly Conv2dGeometry UnevenGroups = new() { N = 2, H = 5, W = 6, C = 18, K = 36, R = 2, S = 3, PadLeft = 1, DilationH = 2, Groups = 18 };

    private static IEnumerable<Conv2dGeometry> Known
        => [SqueezeNetStem, ResNetStem, Wide, Deep, Pointwise, Depthwise, WideDepthwise, NarrowGroups, UnevenGroups];

    [Fact]
    public void Every_width_agrees_with_the_definition_on_generated_geometries()
    {
        CpuDevice[] devices = [.. KernelCases.Widths.Select(width => new CpuDevice(2, width, poison: true))];
        KernelCases.ForAll(KernelCases.Geometries(), 200, geometry => Check(devices, geometry));
        Array.ForEach(devices, device => device.Dispose());
    }

    [Fact]
    public void Every_width_agrees_with_the_definition_on_the_layers_of_known_networks()
    {
        CpuDevice[] devices = [.. KernelCases.Widths.Select(width => new CpuDevice(2, width, poison: true))];
        foreach (Conv2dGeometry geometry in Known) Check(devices, geometry);
        Array.ForEach(devices, device => device.Dispose());
    }

    [Fact]
    public void InputGradient_and_FilterGradient_are_the_adjoints_of_Forward()
    {
        using var device = new CpuDevice(2);
        KernelCases.ForAll(KernelCases.Geometries(), 100, g =>
        {
            var operands = new Operands(g);
            double forward = Dot(operands.Forward(device, null, false), operands.Dy);
            double tolerance = 1e-5 * operands.Dy.Length;
            Assert.Equal(forward, Dot(operands.InputGradient(device, null), operands.X), tolerance);
            Assert.Equal(forward, Dot(operands.FilterGradient(device, null), operands.W), tolerance);
        });
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        using var one = new CpuDevice(1);
        using var two = new CpuDevice(2);
        using var five = new CpuDevice(5);
        foreach (Conv2dGeometry geometry in Known)
        {
            var operands = new Operands(geometry);
            foreach (CpuDevice device in (CpuDevice[])[two, five])
            {
                Assert.Equal(operands.Forward(one, operands.Bias, true), operands.Forward(device, operands.Bias, true));
                Assert.Equal(operands.InputGradient(one, null), operands.InputGradient(device, null));
                Assert.Equal(operands.FilterGradient(one, null), operands.FilterGradient(device, null));
            }
        }
    }

    [Fact]
    public void Repeated_passes_allocate_nothing()
    {
        using var device = new CpuDevice(1);
        foreach (Conv2dGeometry geometry in Known)
        {
            var operands = new Operands(geometry);
            using var x = new KernelBuffer(operands.X);
            using var w = new KernelBuffer(operands.W);
            using var dy = new KernelBuffer(operands.Dy);
            for (int i = 0; i < 2; i++) Pass();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Pass();
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

            void Pass()
            {
                DirectConvolution.Forward(device, geometry, x.Pointer, w.Pointer, dy.Pointer, default(NoEpilogue));
                DirectConvolution.InputGradient(device, geometry, dy.Pointer, w.Pointer, x.Pointer, true);
                FilterGradient.Run(device, geometry, x.Pointer, dy.Pointer, w.Pointer, true);
            }
        }
    }

    private static void Check(IEnumerable<CpuDevice> devices, Conv2dGeometry g)
    {
        var operands = new Operands(g);
        double[] sums = ConvolutionReference.Forward(g, operands.X, operands.W);
        double[] y = [.. sums.Select((sum, i) => sum + operands.Bias[i % g.K])];
        double[] dx = ConvolutionReference.InputGradient(g, operands.Dy, operands.W);
        double[] dw = ConvolutionReference.FilterGradient(g, operands.X, operands.Dy);
        foreach (CpuDevice device in devices)
        {
            Near(sums, operands.Forward(device, null, false));
            Near(y, operands.Forward(device, operands.Bias, false));
            Near(Array.ConvertAll(y, value => Math.Max(0, value)), operands.Forward(device, operands.Bias, true));
            Near(dx, operands.InputGradient(device, null));
            Near(Sum(dx, operands.X), operands.InputGradient(device, operands.X));
            Near(dw, operands.FilterGradient(device, null));
            Near(Sum(dw, operands.W), operands.FilterGradient(device, operands.W));
        }
    }

    private static void Near(double[] expected, float[] actual) => Assert.InRange(KernelBuffer.Difference(actual, expected), 0, Tolerance);

    private static double[] Sum(double[] left, float[] right) => [.. left.Select((value, i) => value + right[i])];

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private sealed class Operands
    {
        private readonly Conv2dGeometry g;

        public Operands(Conv2dGeometry geometry)
        {
            g = geometry;
            var random = new Random(7);
            X = KernelBuffer.Random(random, (long)g.N * g.H * g.W * g.C);
            W = KernelBuffer.Random(random, (long)g.K * g.R * g.S * g.GroupC);
            Dy = KernelBuffer.Random(random, (long)g.N * g.P * g.Q * g.K);
            Bias = KernelBuffer.Random(random, g.K);
        }

        public float[] X { get; }

        public float[] W { get; }

        public float[] Dy { get; }

        public float[] Bias { get; }

        public float[] Forward(CpuDevice device, float[]? bias, bool relu)
        {
            using var x = new KernelBuffer(X);
            using var w = new KernelBuffer(W);
            using var b = new KernelBuffer(bias ?? []);
            using var y = new KernelBuffer(Dy.Length);
            using var readable = new ReadableBias(device, bias is null ? null : b.Pointer, g.K);
            if (bias is null && !relu) DirectConvolution.Forward(device, g, x.Pointer, w.Pointer, y.Pointer, default(NoEpilogue));
            else if (relu) DirectConvolution.Forward(device, g, x.Pointer, w.Pointer, y.Pointer, new BiasReLUEpilogue(readable.Values));
            else DirectConvolution.Forward(device, g, x.Pointer, w.Pointer, y.Pointer, new BiasEpilogue(readable.Values));
            return Result(y);
        }

        public float[] InputGradient(CpuDevice device, float[]? present)
        {
            using var dy = new KernelBuffer(Dy);
            using var w = new KernelBuffer(W);
            using var dx = present is null ? new KernelBuffer(X.Length) : new KernelBuffer(present);
            DirectConvolution.InputGradient(device, g, dy.Pointer, w.Pointer, dx.Pointer, present is not null);
            return Result(dx);
        }

        public float[] FilterGradient(CpuDevice device, float[]? present)
        {
            using var x = new KernelBuffer(X);
            using var dy = new KernelBuffer(Dy);
            using var dw = present is null ? new KernelBuffer(W.Length) : new KernelBuffer(present);
            Engine.Ops.Convolution.FilterGradient.Run(device, g, x.Pointer, dy.Pointer, dw.Pointer, present is not null);
            return Result(dw);
        }

        private static float[] Result(KernelBuffer buffer)
        {
            Assert.True(buffer.MarginsAreIntact);
            return buffer.ToArray();
        }
    }
}
