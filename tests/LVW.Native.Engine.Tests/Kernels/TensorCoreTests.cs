using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Ops.Convolution.TensorCore;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.MatMul.TensorCore;
using LVW.Native.Engine.Testing.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>
/// Products and convolutions on tensor cores, interpreted: bounds, races and missing waits are faults. References round their operands to
/// TF32 and sum in double, so that what remains is the order of float32 sums.
/// </summary>
public sealed class TensorCoreTests : IDisposable
{
    // Of the sum of magnitudes; a wrong index is off by a hundredth of it or more.
    private const double Tolerance = 1e-5;

    private readonly GpuDevice device = PtxLauncher.OpenDevice(new GpuOptions { Precision = GpuPrecision.Tf32, Poison = true });

    [Theory]
    [InlineData(136, 132, 68, false, false)]
    [InlineData(136, 132, 68, false, true)]
    [InlineData(136, 132, 68, true, false)]
    [InlineData(136, 132, 68, true, true)]
    [InlineData(131, 63, 37, false, false)]
    [InlineData(131, 63, 37, false, true)]
    [InlineData(131, 63, 37, true, false)]
    [InlineData(131, 63, 37, true, true)]
    [InlineData(257, 129, 7, false, false)]
    [InlineData(17, 260, 131, true, true)]
    [InlineData(40, 17, 100, false, true)]
    public void Every_transposition_and_every_size_agrees_with_the_definition(int rows, int columns, int depth, bool transposeA, bool transposeB)
    {
        float[] a = TensorFloats.Draw(rows * depth, 1), b = TensorFloats.Draw(depth * columns, 2), before = TensorFloats.Draw(rows * columns, 3);
        float[] bias = TensorFloats.Draw(columns, 4);
        double[] sums = Multiply(rows, columns, depth, TensorFloats.Round(a), transposeA, TensorFloats.Round(b), transposeB);
        double[] scale = Multiply(rows, columns, depth, TensorFloats.Magnitudes(a), transposeA, TensorFloats.Magnitudes(b), transposeB);
        AssertClose(i => sums[i], scale, Run(default(GpuNoEpilogue)));
        AssertClose(i => sums[i] + before[i], scale, Run(default(GpuAccumulateEpilogue)));
        Storage terms = Block(bias);
        AssertClose(i => sums[i] + bias[i % columns], scale, Run(new GpuBiasEpilogue(terms.View(), columns)));
        AssertClose(i => Math.Max(0, sums[i] + bias[i % columns]), scale, Run(new GpuBiasReLUEpilogue(terms.View(), columns)));

        float[] Run<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IGpuEpilogue
        {
            Storage c = Block(before);
            Assert.True(TensorCoreGemm.TryMultiply(device, rows, columns, depth, Block(a), transposeA, Block(b), transposeB, c, epilogue));
            return Values(c);
        }
    }

    [Fact]
    public void A_long_sum_is_cut_into_slices_and_added_in_order()
    {
        const int Rows = 20, Columns = 18, Depth = 1003;
        float[] a = TensorFloats.Draw(Depth * Rows, 1), b = TensorFloats.Draw(Depth * Columns, 2);
        Storage c = Block(new float[Rows * Columns]);
        Assert.True(TensorCoreGemm.TryMultiply(device, Rows, Columns, Depth, Block(a), true, Block(b), false, c, default(GpuNoEpilogue)));
        AssertClose(
            Multiply(Rows, Columns, Depth, TensorFloats.Round(a), true, TensorFloats.Round(b), false),
            Multiply(Rows, Columns, Depth, TensorFloats.Magnitudes(a), true, TensorFloats.Magnitudes(b), false),
            Values(c));
        Assert.Contains(device.LoadedKernels, kernel => kernel == typeof(GemmCombineKernel<GpuMatrixRows, GpuNoEpilogue>));
    }

    [Fact]
    public void A_product_over_nothing_is_zero()
    {
        Storage c = Block(TensorFloats.Draw(20 * 24, 1));
        Storage nothing = device.Rent(0);
        Assert.True(TensorCoreGemm.TryMultiply(device, 20, 24, 0, nothing, false, nothing, false, c, default(GpuNoEpilogue)));
        Assert.All(Values(c), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Operands_are_rounded_to_the_nearest_and_keep_what_is_not_finite()
    {
        float[] special =
        [
            1f + MathF.ScaleB(1, -11), -1f - MathF.ScaleB(1, -11), 1f + MathF.ScaleB(1, -12), MathF.BitDecrement(2f), MathF.ScaleB(1.9999f, -126),
            float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), BitConverter.UInt32BitsToSingle(0xFFFFFFFF),
        ];
        const int Size = 20;
        float[] a = new float[Size], b = new float[Size];
        special.CopyTo(a, 0);
        Array.Fill(b, 1f);
        Storage c = Block(new float[Size * Size]);
        Assert.True(TensorCoreGemm.TryMultiply(device, Size, Size, 1, Block(a), false, Block(b), false, c, default(GpuNoEpilogue)));
        float[] results = Values(c);
        for (int i = 0; i < special.Length; i++) Assert.Equal(TensorFloats.Round(special[i]), results[i * Size]);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Every_pass_of_a_convolution_agrees_with_the_definition(string name)
    {
        Conv2dGeometry g = Named[name];
        float[] x = TensorFloats.Draw(g.N * g.H * g.W * g.C, 1), w = TensorFloats.Draw(g.K * g.R * g.S * g.C, 2);
        float[] dy = TensorFloats.Draw(g.N * g.P * g.Q * g.K, 3), bias = TensorFloats.Draw(g.K, 4);
        Storage input = Block(x), filters = Block(w), gradient = Block(dy), terms = Block(bias);

        Storage y = Block(new float[dy.Length]);
        Assert.True(TensorCoreConvolution.TryForward(device, g, input, filters, new GpuBiasReLUEpilogue(terms.View(), g.K), y));
        double[] sums = ConvolutionReference.Forward(g, TensorFloats.Round(x), TensorFloats.Round(w));
        AssertClose(
            i => Math.Max(0, sums[i] + bias[i % g.K]), ConvolutionReference.Forward(g, TensorFloats.Magnitudes(x), TensorFloats.Magnitudes(w)), Values(y));

        if (g.K % 4 != 0) return;
        Storage dx = Block(x);
        Assert.True(TensorCoreConvolution.TryInputGradient(device, g, gradient, filters, default(GpuNoEpilogue), dx));
        Storage dxMore = Block(x);
        Assert.True(TensorCoreConvolution.TryInputGradient(device, g, gradient, filters, default(GpuAccumulateEpilogue), dxMore));
        sums = ConvolutionReference.InputGradient(g, TensorFloats.Round(dy), TensorFloats.Round(w));
        double[] scale = ConvolutionReference.InputGradient(g, TensorFloats.Magnitudes(dy), TensorFloats.Magnitudes(w));
        AssertClose(sums, scale, Values(dx));
        AssertClose(i => sums[i] + x[i], scale, Values(dxMore));

        Storage dw = Block(w);
        Assert.True(TensorCoreConvolution.TryFilterGradient(device, g, input, gradient, default(GpuNoEpilogue), dw));
        AssertClose(
            ConvolutionReference.FilterGradient(g, TensorFloats.Round(x), TensorFloats.Round(dy)),
            ConvolutionReference.FilterGradient(g, TensorFloats.Magnitudes(x), TensorFloats.Magnitudes(dy)),
            Values(dw));
    }

    [Fact]
    public void What_does_not_suit_tensor_cores_is_left_to_the_portable_kernels()
    {
        Conv2dGeometry suited = Named["3 × 3"];
        Storage some = Block(new float[1]);
        Assert.False(TensorCoreGemm.TryMultiply(device, 16, 128, 8, some, false, some, false, some, default(GpuNoEpilogue)));
        Assert.False(TensorCoreConvolution.TryForward(device, suited with { C = 3 }, some, some, default(GpuNoEpilogue), some));
        Assert.False(TensorCoreConvolution.TryForward(device, suited with { Groups = 2 }, some, some, default(GpuNoEpilogue), some));
        Assert.False(TensorCoreConvolution.TryForward(device, suited with { R = 16, PadTop = 16 }, some, some, default(GpuNoEpilogue), some));
        Assert.False(TensorCoreConvolution.TryInputGradient(device, suited with { K = 6 }, some, some, default(GpuNoEpilogue), some));
        Assert.False(TensorCoreConvolution.TryFilterGradient(device, suited with { K = 18 }, some, some, default(GpuNoEpilogue), some));
        using GpuDevice exact = PtxLauncher.OpenDevice();
        Assert.False(TensorCoreGemm.TryMultiply(exact, 128, 128, 8, some, false, some, false, some, default(GpuNoEpilogue)));
    }

    [Fact]
    public void Ops_of_a_TF32_device_ask_tensor_cores_first()
    {
        Conv2dGeometry g = Named["3 × 3"];
        Storage x = Block(new float[g.N * g.H * g.W * g.C]), w = Block(new float[g.K * g.R * g.S * g.C]), y = Block(new float[g.N * g.P * g.Q * g.K]);
        Assert.Equal(1, Kernels(() => GpuMatrixProduct.Run(device, 18, 17, 20, x, false, w, true, y, accumulate: false)));
        Assert.Equal(1, Kernels(() => GpuConvolution.Forward(device, g, x, w, default(GpuNoEpilogue), y)));
        Assert.Equal(1, Kernels(() => GpuConvolution.InputGradient(device, g, y, w, default(GpuNoEpilogue), x)));
        Assert.Equal(1, Kernels(() => GpuConvolution.FilterGradient(device, g, x, y, default(GpuNoEpilogue), w)));
        Assert.Equal(0, Kernels(() => GpuMatrixProduct.Run(device, 18, 3, 20, x, false, w, true, y, accumulate: false)));

        int Kernels(Action action)
        {
            int before = Loaded();
            action();
            return Loaded() - before;
        }

        int Loaded() => device.LoadedKernels.Count(kernel => kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(TileProduct<,,,,,>));
    }

    public static TheoryData<string> Geometries() => [.. Named.Keys];

    public void Dispose() => device.Dispose();

    private static Dictionary<string, Conv2dGeometry> Named => new()
    {
        ["3 × 3"] = new() { N = 2, H = 9, W = 8, C = 36, K = 72, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 },
        ["pointwise"] = new() { N = 3, H = 5, W = 9, C = 20, K = 132, R = 1, S = 1 },
        ["stride 2"] = new() { N = 2, H = 11, W = 10, C = 20, K = 20, R = 3, S = 3, StrideH = 2, StrideW = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 },
        ["pointwise, stride 2"] = new() { N = 2, H = 9, W = 9, C = 24, K = 20, R = 1, S = 1, StrideH = 2, StrideW = 2 },
        ["uneven"] = new() { N = 1, H = 12, W = 7, C = 68, K = 28, R = 2, S = 4, StrideH = 3, StrideW = 2, DilationH = 2, PadTop = 3, PadLeft = 2, PadRight = 1 },
        ["dilation 2"] = new() { N = 1, H = 9, W = 10, C = 20, K = 44, R = 3, S = 2, DilationH = 2, DilationW = 3, PadTop = 2, PadBottom = 2, PadLeft = 3 },
        ["many taps"] = new() { N = 1, H = 18, W = 16, C = 20, K = 20, R = 15, S = 15, PadTop = 1, PadLeft = 2, PadRight = 3 },
        ["many pixels"] = new() { N = 3, H = 15, W = 13, C = 20, K = 24, R = 2, S = 2, PadTop = 1, PadLeft = 1 },
        ["odd filters"] = new() { N = 1, H = 7, W = 6, C = 36, K = 19, R = 3, S = 1, PadTop = 1, PadBottom = 1 },
        ["one pixel"] = new() { N = 21, H = 1, W = 1, C = 32, K = 20, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 },
    };

    private static double[] Multiply(int rows, int columns, int depth, float[] a, bool transposeA, float[] b, bool transposeB)
    {
        double[] c = new double[rows * columns];
        for (int m = 0; m < rows; m++)
        {
            for (int n = 0; n < columns; n++)
            {
                double sum = 0;
                for (int k = 0; k < depth; k++)
                {
                    sum += (double)a[transposeA ? (k * rows) + m : (m * depth) + k] * b[transposeB ? (n * depth) + k : (k * columns) + n];
                }

                c[(m * columns) + n] = sum;
            }
        }

        return c;
    }

    private static void AssertClose(double[] expected, double[] scale, float[] actual) => AssertClose(i => expected[i], scale, actual);

    private static void AssertClose(Func<int, double> expected, double[] scale, float[] actual)
    {
        Assert.Equal(scale.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            // A bias or an earlier value adds less than 1 to the magnitudes.
            double allowed = Tolerance * (1 + scale[i]);
            Assert.True(Math.Abs(actual[i] - expected(i)) <= allowed, $"element {i} is {actual[i]}, expected {expected(i)} within {allowed}");
        }
    }

    private Storage Block(float[] values)
    {
        Storage block = device.Rent(values.Length);
        device.CopyIn(values, block);
        return block;
    }

    private float[] Values(Storage block)
    {
        float[] values = new float[block.Length];
        device.CopyOut(block, values);
        return values;
    }
}
