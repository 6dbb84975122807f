using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Testing.Gpu;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels;

[Collection(OpenCLCollection.Name)]
public sealed class GpuGemmTests(OpenCLFixture fixture)
{
    // Sums of up to a few thousand float32 products of numbers below 1, against double, relative to the largest.
    private const double Tolerance = 2e-5;

    /// <summary>Sizes that cross the borders of every tile, end inside a quad, or cut the sum into slices.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 },
        { 129, 65, 33 },
        { 128, 64, 32 },
        { 130, 3, 7 },
        { 140, 31, 12 },
        { 5, 150, 9 },
        { 31, 132, 16 },
        { 33, 70, 515 },
        { 70, 36, 4097 },
        { 32900, 37, 5 },
        { 45, 16500, 6 },
        { 2051, 1034, 9 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_orientation_agrees_with_the_definition(int rows, int columns, int depth)
    {
        float[] left = Values(1, rows * depth), right = Values(2, columns * depth);
        double[] expected = Reference(rows, columns, depth, left, right);
        foreach (bool transposeA in (bool[])[false, true])
        {
            foreach (bool transposeB in (bool[])[false, true])
            {
                float[] a = transposeA ? Transposed(left, rows, depth) : left;
                float[] b = transposeB ? right : Transposed(right, columns, depth);
                Near(expected, Run(rows, columns, depth, a, transposeA, b, transposeB, null, default(GpuNoEpilogue)));
            }
        }
    }

    // Large enough for the tiles that small cases never choose, in several stages of depth; races and bounds are checked.
    [Theory]
    [InlineData(2051, 1034, 19)]
    [InlineData(33000, 60, 9)]
    [InlineData(60, 33000, 9)]
    public void Large_tiles_agree_with_the_definition_as_interpreted_PTX(int rows, int columns, int depth)
    {
        using GpuDevice device = PtxLauncher.OpenDevice(new GpuOptions { Poison = true });
        float[] left = Values(1, rows * depth), right = Values(2, columns * depth);
        Near(Reference(rows, columns, depth, left, right), Run(device, rows, columns, depth, left, false, right, true, null, default(GpuNoEpilogue)));
        Assert.Contains(device.LoadedKernels, kernel => kernel.Name.StartsWith("GemmKernel", StringComparison.Ordinal) && kernel.GetGenericArguments()[0].Name.Contains("128", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(129, 65, 33)]
    [InlineData(40, 20, 8)]
    [InlineData(20, 24, 2048)]
    public void Accumulate_adds_to_what_is_there(int rows, int columns, int depth)
    {
        float[] left = Values(1, rows * depth), right = Values(2, columns * depth), present = Values(3, rows * columns);
        double[] expected = [.. Reference(rows, columns, depth, left, right).Select((sum, i) => sum + present[i])];
        Near(expected, Run(rows, columns, depth, left, false, right, true, present, default(GpuAccumulateEpilogue)));
    }

    [Theory]
    [InlineData(129, 65, 33)]
    [InlineData(40, 20, 8)]
    [InlineData(20, 24, 2048)]
    public void Bias_and_ReLU_follow_the_sum(int rows, int columns, int depth)
    {
        float[] left = Values(1, rows * depth), right = Values(2, columns * depth), bias = Values(3, columns);
        double[] sums = [.. Reference(rows, columns, depth, left, right).Select((sum, i) => sum + bias[i % columns])];
        using var blocks = new GpuBlocks(fixture.Device);
        Storage column = blocks.Of(bias);
        Near(sums, Run(rows, columns, depth, left, false, right, true, null, new GpuBiasEpilogue(column.View(), columns)));
        double[] positive = [.. sums.Select(sum => Math.Max(0, sum))];
        Near(positive, Run(rows, columns, depth, left, false, right, true, null, new GpuBiasReLUEpilogue(column.View(), columns)));
    }

    [Fact]
    public void Without_terms_the_sum_is_zero()
        => Assert.All(Run(5, 6, 0, [], false, [], true, null, default(GpuNoEpilogue)), value => Assert.Equal(0f, value));

    [Fact]
    public void A_sum_of_a_hundred_thousand_positive_terms_keeps_its_digits()
    {
        const int Depth = 100_003;
        float[] left = [.. Values(1, 4 * Depth).Select(Math.Abs)], right = [.. Values(2, 3 * Depth).Select(Math.Abs)];
        float[] actual = Run(4, 3, Depth, left, false, right, true, null, default(GpuNoEpilogue));
        Assert.InRange(KernelBuffer.Difference(actual, Reference(4, 3, Depth, left, right)), 0, 1e-6);
    }

    private static void Near(double[] expected, float[] actual) => Assert.InRange(KernelBuffer.Difference(actual, expected), 0, Tolerance);

    private static float[] Values(int seed, int length) => KernelBuffer.Random(new Random(seed), length);

    // Σ_d left[row, d] · right[column, d].
    private static double[] Reference(int rows, int columns, int depth, float[] left, float[] right)
    {
        double[] result = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int d = 0; d < depth; d++) sum += (double)left[(row * depth) + d] * right[(column * depth) + d];
            result[(row * columns) + column] = sum;
        }

        return result;
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        float[] result = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) result[(column * rows) + row] = matrix[(row * columns) + column];
        }

        return result;
    }

    private float[] Run<TEpilogue>(
        int rows, int columns, int depth, float[] a, bool transposeA, float[] b, bool transposeB, float[]? present, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
        => Run(fixture.Device, rows, columns, depth, a, transposeA, b, transposeB, present, epilogue);

    private static float[] Run<TEpilogue>(
        GpuDevice device, int rows, int columns, int depth, float[] a, bool transposeA, float[] b, bool transposeB, float[]? present, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
    {
        using var blocks = new GpuBlocks(device);
        Storage c = present is null ? blocks.Empty((long)rows * columns) : blocks.Of(present);
        GpuMatrixProduct.Run(device, rows, columns, depth, blocks.Of(a), transposeA, blocks.Of(b), transposeB, c, epilogue);
        return blocks.Read(c);
    }
}
