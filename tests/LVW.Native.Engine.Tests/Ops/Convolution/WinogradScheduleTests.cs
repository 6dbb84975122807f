using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Tests.Kernels;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Convolution;

/// <summary>Every schedule of Winograd's algorithm, with both tiles, on every width, against sums in double.</summary>
public sealed class WinogradScheduleTests
{
    // Relative to the root mean square of the expected values.
    private const double Tolerance = 3e-5;

    // Images, height, width, channels, filters, padding.
    private static readonly (int N, int H, int W, int C, int K, int Pad)[] Layers =
    [
        (2, 7, 6, 144, 160, 1), // by columns, a last group of 32 columns, tile of 4
        (2, 5, 6, 144, 160, 1), // the same, tile of 3
        (1, 12, 7, 192, 192, 1), // whole groups: the filter can be kept
        (2, 5, 5, 192, 192, 1), // the same, tile of 3
        (3, 5, 4, 131, 197, 0), // tails of every width
        (2, 3, 4, 197, 131, 3), // tails, and a padding wider than the filter's rim
        (16, 8, 8, 1100, 16, 1), // several blocks of tiles by columns, and by filters
        (16, 8, 8, 16, 1100, 1), // the same for the input gradient
        (19, 12, 12, 66, 66, 1), // by filters in several blocks, each in slices
        (3, 12, 12, 64, 64, 1), // the largest filter whose gradient stays in a thread's cache
        (3, 9, 9, 63, 65, 1),
    ];

    public static TheoryData<int, SimdWidth> Cases()
    {
        var cases = new TheoryData<int, SimdWidth>();
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            foreach (SimdWidth width in SimdWidths.Available) cases.Add(layer, width);
        }

        return cases;
    }

    [Fact]
    public void The_layers_take_both_tiles()
        => Assert.Equal([3, 4], Enumerable.Range(0, Layers.Length).Select(layer => AlgorithmTable.TileOf(Geometry(layer)).Outputs).Distinct().Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_passes_agree_with_the_definition(int layer, SimdWidth width)
    {
        Conv2dGeometry g = Geometry(layer);
        Operands operands = new(g);
        using var device = new CpuDevice(2, width, poison: true);
        Near(operands.Expected.Y, operands.Forward(device, null));
        Near(operands.Expected.Dx, operands.InputGradient(device, null));
        Near(operands.Expected.Dw, operands.FilterGradient(device, null));
        Near(Sum(operands.Expected.Dx, operands.X), operands.InputGradient(device, operands.X));
        Near(Sum(operands.Expected.Dw, operands.W), operands.FilterGradient(device, operands.W));
        var kept = new KeptBlock();
        Near(operands.Expected.Y, operands.Forward(device, kept));
        kept.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Results_do_not_depend_on_the_number_of_threads(int threads)
    {
        using var two = new CpuDevice(2);
        using var other = new CpuDevice(threads);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            Operands operands = new(Geometry(layer));
            Assert.Equal(operands.Forward(two, null), operands.Forward(other, null));
            Assert.Equal(operands.InputGradient(two, null), operands.InputGradient(other, null));
            Assert.Equal(operands.FilterGradient(two, null), operands.FilterGradient(other, null));
        }
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(144, 160)]
    public void An_empty_batch_gives_a_filter_gradient_of_zero(int channels, int filters)
    {
        using var device = new CpuDevice(2, poison: true);
        Conv2dGeometry g = Geometry(0) with { N = 0, C = channels, K = filters };
        Operands operands = new(g);
        Assert.Empty(operands.Forward(device, null));
        Assert.Empty(operands.InputGradient(device, null));
        Assert.All(operands.FilterGradient(device, null), value => Assert.Equal(0f, value));
    }

    // Two threads infer with one layer, on maps that take different tiles.
    [Fact]
    public void A_kept_filter_serves_maps_of_different_tiles_at_the_same_time()
    {
        // Poisoned, so that a block which was given back while somebody still reads it shows.
        using var device = new CpuDevice(2, poison: true);
        Operands[] both = [new(Geometry(2)), new(Geometry(3))];
        Storage w = device.Allocate(both[0].W.Length);
        device.CopyIn(both[0].W, w);
        var kept = new KeptBlock();
        float[][] expected = [.. both.Select(operands => operands.Forward(device, null, w))];
        int wrong = 0;
        using var start = new Barrier(2);
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => Repeat(i)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);

        void Repeat(int i)
        {
            start.SignalAndWait();
            for (int run = 0; run < 200; run++)
            {
                float[] actual = both[i].Forward(device, kept, w);
                for (int j = 0; j < actual.Length; j++)
                {
                    if (Math.Abs(actual[j] - expected[i][j]) < 1e-2f) continue;
                    Interlocked.Increment(ref wrong);
                    break;
                }
            }
        }
    }

    private static Conv2dGeometry Geometry(int layer)
    {
        (int n, int h, int w, int c, int k, int pad) = Layers[layer];
        return new Conv2dGeometry
        {
            N = n, H = h, W = w, C = c, K = k, R = 3, S = 3, PadTop = pad, PadBottom = pad, PadLeft = pad, PadRight = pad,
            Algorithm = ConvolutionAlgorithm.Winograd,
        };
    }

    private static double[] Sum(double[] left, float[] right) => [.. left.Select((value, i) => value + right[i])];

    private static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Sqrt(expected.Average(value => value * value));
        double worst = expected.Zip(actual, (e, a) => double.IsFinite(a) ? Math.Abs(e - a) : double.PositiveInfinity).Max();
        Assert.InRange(worst / scale, 0, Tolerance);
    }

    private sealed class Operands
    {
        private static readonly Lock Gate = new();
        private static readonly Dictionary<Conv2dGeometry, (double[] Y, double[] Dx, double[] Dw)> Known = [];
        private readonly Conv2dGeometry g;

        public Operands(Conv2dGeometry geometry)
        {
            g = geometry;
            var random = new Random(7);
            X = KernelBuffer.Random(random, (long)g.N * g.H * g.W * g.C);
            W = KernelBuffer.Random(random, (long)g.K * 9 * g.C);
            Dy = KernelBuffer.Random(random, (long)g.OutputPixels * g.K);
        }

        public float[] X { get; }

        public float[] W { get; }

        public float[] Dy { get; }

        // The definition is slow: one answer for all widths.
        public (double[] Y, double[] Dx, double[] Dw) Expected
        {
            get
            {
                lock (Gate)
                {
                    if (Known.TryGetValue(g, out (double[] Y, double[] Dx, double[] Dw) known)) return known;
                    known = (
                        ConvolutionReference.Forward(g, X, W),
                        ConvolutionReference.InputGradient(g, Dy, W),
                        ConvolutionReference.FilterGradient(g, X, Dy));
                    Known.Add(g, known);
                    return known;
                }
            }
        }

        public float[] Forward(CpuDevice device, KeptBlock? kept)
            => With(device, W, w => Forward(device, kept, w));

        public float[] Forward(CpuDevice device, KeptBlock? kept, Storage w)
            => With(device, X, x => Result(device, Dy.Length, null, y => Conv2dOp.Kernels.For(device).Forward(g, x, w, null, false, y, kept)));

        public float[] InputGradient(CpuDevice device, float[]? present)
            => With(device, Dy, dy => With(device, W, w => Result(
                device, X.Length, present, dx => Conv2dOp.Kernels.For(device).InputGradient(g, dy, w, dx, present is not null))));

        public float[] FilterGradient(CpuDevice device, float[]? present)
            => With(device, X, x => With(device, Dy, dy => Result(
                device, W.Length, present, dw => Conv2dOp.Kernels.For(device).FilterGradient(g, x, dy, dw, present is not null))));

        private static float[] With(CpuDevice device, float[] values, Func<Storage, float[]> compute)
        {
            Storage storage = device.Rent(values.Length);
            device.CopyIn(values, storage);
            float[] results = compute(storage);
            device.Return(storage);
            return results;
        }

        private static float[] Result(CpuDevice device, int length, float[]? present, Action<Storage> compute)
        {
            Storage storage = device.Rent(length);
            if (present is not null) device.CopyIn(present, storage);
            compute(storage);
            float[] results = new float[length];
            device.CopyOut(storage, results);
            device.Return(storage);
            return results;
        }
    }
}
