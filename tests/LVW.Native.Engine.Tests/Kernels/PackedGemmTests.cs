using FsCheck;
using FsCheck.Fluent;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.MatMul;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels;

public sealed unsafe class PackedGemmTests
{
    // Sums of up to 600 float32 products of numbers below 1, against double.
    private const double Tolerance = 2e-5;

    [Fact]
    public void Every_width_and_every_transposition_agrees_with_the_definition()
    {
        foreach (SimdWidth width in KernelCases.Widths)
        {
            using var device = new CpuDevice(2, width, poison: true);
            KernelCases.ForAll(Products(), 60, product => Assert.InRange(product.Error(device), 0, Tolerance));
        }
    }

    [Theory]
    [InlineData(100, 1000, 3)]
    [InlineData(7, 130, 1200)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 200, 64)]
    [InlineData(32, 150, 300)]
    [InlineData(64, 300, 130)]
    [InlineData(400, 5, 17)]
    public void Sizes_beyond_one_block_agree_with_the_definition(int rows, int columns, int depth)
    {
        foreach (SimdWidth width in KernelCases.Widths)
        {
            using var device = new CpuDevice(2, width, poison: true);
            Assert.InRange(new Product(rows, columns, depth, false, true, true, 1.5f, 3).Error(device), 0, Tolerance);
            Assert.InRange(new Product(rows, columns, depth, true, false, false, 1f, 0).Error(device), 0, Tolerance);
        }
    }

    [Fact]
    public void A_product_over_nothing_is_zero()
    {
        using var device = new CpuDevice(1);
        Assert.Equal(0, new Product(3, 5, 0, false, false, false, 1f, 0).Error(device));
        Assert.InRange(new Product(3, 5, 0, true, false, true, 1f, 0).Error(device), 0, Tolerance);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        var product = new Product(301, 77, 700, true, true, true, 1f, 5);
        using var one = new CpuDevice(1);
        float[] expected = product.Run(one);
        foreach (int threads in (int[])[2, 5])
        {
            using var device = new CpuDevice(threads);
            Assert.Equal(expected, product.Run(device));
        }
    }

    [Fact]
    public void A_repeated_product_allocates_nothing()
    {
        using var device = new CpuDevice(1);
        using var a = new KernelBuffer(64 * 64, 1f);
        using var b = new KernelBuffer(64 * 64, 1f);
        using var c = new KernelBuffer(64 * 64);
        for (int i = 0; i < 2; i++) Multiply();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Multiply();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Multiply() => PackedGemm.Multiply(
            device, 64, 64, 64, 1f, new MatrixOperand(a.Pointer, 64, true), new MatrixOperand(b.Pointer, 64), c.Pointer, 64, false, default(NoEpilogue));
    }

    [Fact]
    public void Bias_and_ReLU_act_on_the_finished_sum()
    {
        foreach (SimdWidth width in KernelCases.Widths)
        {
            using var device = new CpuDevice(1, width);
            using var a = new KernelBuffer([1f, 2f]);
            using var b = new KernelBuffer([1f, 1f, -1f, 1f, 2f, -3f]);
            using var bias = new KernelBuffer(16, 0.5f);
            using var c = new KernelBuffer(3);
            PackedGemm.Multiply(device, 1, 3, 2, 1f, new(a.Pointer, 2), new(b.Pointer, 3), c.Pointer, 3, false, new BiasEpilogue(bias.Pointer));
            Assert.Equal([3.5f, 5.5f, -6.5f], c.ToArray());
            PackedGemm.Multiply(device, 1, 3, 2, 1f, new(a.Pointer, 2), new(b.Pointer, 3), c.Pointer, 3, false, new BiasReLUEpilogue(bias.Pointer));
            Assert.Equal([3.5f, 5.5f, 0f], c.ToArray());
        }
    }

    private static Arbitrary<Product> Products() => (
        from rows in Gen.Choose(1, 40)
        from columns in Gen.Choose(1, 150)
        from depth in Gen.Choose(1, 50)
        from flags in Gen.Choose(0, 1).Select(value => value == 1).Three()
        from alpha in Gen.Elements(1f, -0.5f)
        from slack in Gen.Choose(0, 3)
        select new Product(rows, columns, depth, flags.Item1, flags.Item2, flags.Item3, alpha, slack)).ToArbitrary();

    private sealed record Product(int Rows, int Columns, int Depth, bool TransposeA, bool TransposeB, bool Accumulate, float Alpha, int Slack)
    {
        private int StrideA => (TransposeA ? Rows : Depth) + Slack;

        private int StrideB => (TransposeB ? Depth : Columns) + Slack;

        private int StrideC => Columns + Slack;

        public float[] Run(CpuDevice device)
        {
            Operands(out float[] a, out float[] b, out float[] c);
            using var left = new KernelBuffer(a);
            using var right = new KernelBuffer(b);
            using var result = new KernelBuffer(c);
            PackedGemm.Multiply(
                device,
                Rows,
                Columns,
                Depth,
                Alpha,
                new MatrixOperand(left.Pointer, StrideA, TransposeA),
                new MatrixOperand(right.Pointer, StrideB, TransposeB),
                result.Pointer,
                StrideC,
                Accumulate,
                default(NoEpilogue));
            Assert.True(result.MarginsAreIntact);
            return result.ToArray();
        }

        public double Error(CpuDevice device)
        {
            Operands(out float[] a, out float[] b, out float[] c);
            double[] expected = Array.ConvertAll(c, value => (double)value);
            for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < Depth; k++)
                {
                    sum += (double)a[TransposeA ? (k * StrideA) + i : (i * StrideA) + k] * b[TransposeB ? (j * StrideB) + k : (k * StrideB) + j];
                }

                expected[(i * StrideC) + j] = (Accumulate ? c[(i * StrideC) + j] : 0) + (Alpha * sum);
            }

            return KernelBuffer.Difference(Run(device), expected);
        }

        private void Operands(out float[] a, out float[] b, out float[] c)
        {
            var random = new Random(1);
            a = KernelBuffer.Random(random, (TransposeA ? Depth : Rows) * StrideA);
            b = KernelBuffer.Random(random, (TransposeB ? Columns : Depth) * StrideB);
            c = KernelBuffer.Random(random, Rows * StrideC);
        }
    }
}
