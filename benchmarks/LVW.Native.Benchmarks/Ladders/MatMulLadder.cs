using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>A product of two matrices of 768² (0.9 GFLOP) on one thread, from the definition to the engine's.</summary>
public class MatMulLadder
{
    private const int Side = 768;

    private readonly float[] a = Rungs.Normal(Side * Side, 1);
    private readonly float[] b = Rungs.Normal(Side * Side, 2);
    private readonly float[] y = new float[Side * Side];
    private CpuDevice device = null!;
    private Parameter left = null!;
    private Parameter right = null!;

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice(threads: 1);
        left = new Parameter(device, [Side, Side]);
        right = new Parameter(device, [Side, Side]);
        left.Set(a);
        right.Set(b);
        Rungs.RequireEqual(
            Result(TripleLoop), Result(Reordered), Result(Vectorised), Result(RegisterBlocked), (nameof(Engine), Multiply(result => result.ToArray())));
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    [Benchmark(Baseline = true)]
    public void TripleLoop() => Products.TripleLoop(a, b, y, Side, Side, Side);

    [Benchmark]
    public void Reordered() => Products.Reordered(a, b, y, Side, Side, Side);

    [Benchmark]
    public void Vectorised() => Products.Vectorised(a, b, y, Side, Side, Side);

    [Benchmark]
    public void RegisterBlocked() => Products.RegisterBlocked(a, b, y, Side, Side, Side);

    /// <summary>Blocks for the caches too, panels packed in the order in which they are read.</summary>
    [Benchmark]
    public void Engine() => Multiply(_ => 0);

    private T Multiply<T>(Func<Tensor, T> read)
    {
        using Step step = device.BeginInference();
        return read(left.In(step).MatMul(right.In(step)));
    }

    private (string Name, float[] Result) Result(Action rung)
    {
        rung();
        return (rung.Method.Name, [.. y]);
    }
}
