using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Benchmarks;

/// <summary>Square matrix products, 2·N³ floating-point operations each.</summary>
public class MatMulBenchmarks
{
    private CpuDevice device = null!;
    private float[] a = [];
    private float[] b = [];

    [Params(256, 1024, 2048)]
    public int Side { get; set; }

    [Params(1, 0)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice(Threads);
        a = new float[Side * Side];
        b = new float[Side * Side];
        var random = new Philox(1);
        random.FillUniform(a, -1, 1);
        random.FillUniform(b, -1, 1);
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    [Benchmark]
    public void Multiply()
    {
        using Step step = device.BeginInference();
        step.Input(a, [Side, Side]).MatMul(step.Input(b, [Side, Side]));
    }
}
