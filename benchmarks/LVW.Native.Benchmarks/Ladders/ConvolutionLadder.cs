using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>A 3×3 convolution of 56×56×64 to 64 channels (0.23 GFLOP), one thread, from the definition to the engine's.</summary>
public class ConvolutionLadder
{
    private const int Side = 56;
    private const int C = 64;
    private const int K = 64;
    private const int Taps = 3;

    private readonly float[] x = Rungs.Normal(Side * Side * C, 1);
    private readonly float[] w = Rungs.Normal(K * Taps * Taps * C, 2, scale: 0.05f);
    private readonly float[] y = new float[Side * Side * K];
    private readonly float[] patches = new float[Side * Side * Taps * Taps * C];
    private readonly float[] turned = new float[Taps * Taps * C * K];
    private CpuDevice device = null!;
    private Parameter input = null!;
    private Parameter filter = null!;

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice(threads: 1);
        input = new Parameter(device, [1, Side, Side, C]);
        filter = new Parameter(device, [K, Taps, Taps, C]);
        input.Set(x);
        filter.Set(w);
        for (int k = 0; k < K; k++)
        {
            for (int i = 0; i < Taps * Taps * C; i++) turned[(i * K) + k] = w[(k * Taps * Taps * C) + i];
        }

        Rungs.RequireEqual(
            Result(SevenLoops),
            Result(PatchesAndProduct),
            (nameof(Direct), Convolve(ConvolutionAlgorithm.Direct, result => result.ToArray())),
            (nameof(Winograd), Convolve(ConvolutionAlgorithm.Winograd, result => result.ToArray())));
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>The definition; of the seven loops the one over pictures has a single turn here.</summary>
    [Benchmark(Baseline = true)]
    public void SevenLoops()
    {
        for (int p = 0; p < Side; p++)
        {
            for (int q = 0; q < Side; q++)
            {
                for (int k = 0; k < K; k++) y[(((p * Side) + q) * K) + k] = Sum(p, q, k);
            }
        }
    }

    /// <summary>Copies what each output sees into a row ("im2col"), then one product: nine times the input's memory.</summary>
    [Benchmark]
    public void PatchesAndProduct()
    {
        int at = 0;
        for (int p = 0; p < Side; p++)
        {
            for (int q = 0; q < Side; q++)
            {
                for (int tap = 0; tap < Taps * Taps; tap++, at += C)
                {
                    (int h, int v) = (p + (tap / Taps) - 1, q + (tap % Taps) - 1);
                    Span<float> patch = patches.AsSpan(at, C);
                    if (h is < 0 or >= Side || v is < 0 or >= Side) patch.Clear();
                    else x.AsSpan(((h * Side) + v) * C, C).CopyTo(patch);
                }
            }
        }

        Products.RegisterBlocked(patches, turned, y, Side * Side, K, Taps * Taps * C);
    }

    /// <summary>The engine's tiles in registers, reading pixels where they lie.</summary>
    [Benchmark]
    public void Direct() => Convolve(ConvolutionAlgorithm.Direct, _ => 0);

    /// <summary>The engine's choice for this layer: a quarter of the multiplications.</summary>
    [Benchmark]
    public void Winograd() => Convolve(ConvolutionAlgorithm.Winograd, _ => 0);

    private float Sum(int p, int q, int k)
    {
        float sum = 0;
        for (int r = 0; r < Taps; r++)
        {
            for (int s = 0; s < Taps; s++)
            {
                (int h, int v) = (p + r - 1, q + s - 1);
                if (h is < 0 or >= Side || v is < 0 or >= Side) continue;
                for (int c = 0; c < C; c++) sum += x[(((h * Side) + v) * C) + c] * w[(((((k * Taps) + r) * Taps) + s) * C) + c];
            }
        }

        return sum;
    }

    private T Convolve<T>(ConvolutionAlgorithm algorithm, Func<Tensor, T> read)
    {
        using Step step = device.BeginInference();
        return read(input.In(step).Conv2d(filter.In(step), options: new Conv2dOptions { Padding = 1, Algorithm = algorithm }));
    }

    private (string Name, float[] Result) Result(Action rung)
    {
        rung();
        return (rung.Method.Name, [.. y]);
    }
}
