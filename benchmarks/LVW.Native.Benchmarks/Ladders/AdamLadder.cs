using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>Adam's first update of 2.4 million parameters (a filter of ResNet's last layers) on one thread.</summary>
public class AdamLadder
{
    private const int Count = 512 * 512 * 9;
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Rate = 1e-3f;
    private const float Epsilon = 1e-8f;

    private readonly float[] start = Rungs.Normal(Count, 1);
    private readonly float[] g = Rungs.Normal(Count, 2);
    private readonly float[] w = new float[Count];
    private readonly float[] m = new float[Count];
    private readonly float[] v = new float[Count];
    private readonly float[] t = new float[Count];
    private CpuDevice device = null!;
    private Parameter weight = null!;
    private Parameter gradient = null!;
    private Adam adam = null!;

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice(threads: 1);
        weight = new Parameter(device, [Count]);
        gradient = new Parameter(device, [Count], requiresGradient: false);
        weight.Set(start);
        gradient.Set(g);
        adam = new Adam(new ParameterGroup("all", [new StateEntry("w", weight, StateLayout.Same, IsBuffer: false)], Rate));
        GiveGradient();
        Engine();
        Rungs.RequireEqual(Result(Passes), Result(OnePass), (nameof(Engine), weight.ToArray()));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        adam.Dispose();
        device.Dispose();
    }

    /// <summary>An update uses the gradient up.</summary>
    [IterationSetup]
    public void GiveGradient()
    {
        using Step step = device.BeginStep();
        weight.In(step).Multiply(gradient.In(step)).Sum().Backward();
    }

    /// <summary>Op by op: each reads its operands from memory and writes its result back.</summary>
    [Benchmark(Baseline = true)]
    public void Passes()
    {
        for (int i = 0; i < Count; i++) m[i] *= Beta1;
        for (int i = 0; i < Count; i++) m[i] += (1 - Beta1) * g[i];
        for (int i = 0; i < Count; i++) v[i] *= Beta2;
        for (int i = 0; i < Count; i++) v[i] += (1 - Beta2) * g[i] * g[i];
        for (int i = 0; i < Count; i++) t[i] = MathF.Sqrt(v[i] / (1 - Beta2)) + Epsilon;
        for (int i = 0; i < Count; i++) w[i] -= Rate / (1 - Beta1) * m[i] / t[i];
    }

    /// <summary>Each value is read and written once.</summary>
    [Benchmark]
    public void OnePass()
    {
        for (int i = 0; i < Count; i++)
        {
            m[i] = (Beta1 * m[i]) + ((1 - Beta1) * g[i]);
            v[i] = (Beta2 * v[i]) + ((1 - Beta2) * g[i] * g[i]);
            w[i] -= Rate / (1 - Beta1) * m[i] / (MathF.Sqrt(v[i] / (1 - Beta2)) + Epsilon);
        }
    }

    /// <summary>One pass, in vectors.</summary>
    [Benchmark]
    public void Engine() => adam.Step();

    private (string Name, float[] Result) Result(Action rung)
    {
        Array.Clear(m);
        Array.Clear(v);
        start.CopyTo(w, 0);
        rung();
        return (rung.Method.Name, [.. w]);
    }
}
