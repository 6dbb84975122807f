using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>Batch norm and ReLU in training of 32×28×28×128 (12.8 MB), forward on one thread: memory bounds it, so passes over memory count.</summary>
public class BatchNormLadder
{
    private const int Rows = 32 * 28 * 28;
    private const int C = 128;
    private const float Epsilon = 1e-5f;

    private readonly float[] x = Rungs.Normal(Rows * C, 1);
    private readonly float[] y = new float[Rows * C];
    private readonly float[] weight = Rungs.Normal(C, 2);
    private readonly float[] bias = Rungs.Normal(C, 3);
    private CpuDevice device = null!;
    private Parameter input = null!;
    private Parameter scale = null!;
    private Parameter shift = null!;
    private Parameter mean = null!;
    private Parameter variance = null!;

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice(threads: 1);
        input = Of(x, [32, 28, 28, C]);
        (scale, shift, mean, variance) = (Of(weight, [C]), Of(bias, [C]), Of(new float[C], [C]), Of(new float[C], [C]));
        Passes();
        Rungs.RequireEqual((nameof(Passes), y), (nameof(SeparateOps), Separate(result => result.ToArray())), (nameof(Engine), Fused(result => result.ToArray())));
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>The definition: a pass each for mean, variance, normalisation and ReLU.</summary>
    [Benchmark(Baseline = true)]
    public void Passes()
    {
        float[] means = new float[C], variances = new float[C];
        for (int i = 0; i < x.Length; i++) means[i % C] += x[i] / Rows;
        for (int i = 0; i < x.Length; i++) variances[i % C] += (x[i] - means[i % C]) * (x[i] - means[i % C]) / Rows;
        for (int i = 0; i < x.Length; i++) y[i] = ((x[i] - means[i % C]) / MathF.Sqrt(variances[i % C] + Epsilon) * weight[i % C]) + bias[i % C];
        for (int i = 0; i < x.Length; i++) y[i] = Math.Max(y[i], 0);
    }

    /// <summary>The same as ops of the engine, each vectorised and each a pass over memory.</summary>
    [Benchmark]
    public void SeparateOps() => Separate(_ => 0);

    /// <summary>The engine's op: statistics in one pass, everything else in another.</summary>
    [Benchmark]
    public void Engine() => Fused(_ => 0);

    private T Separate<T>(Func<Tensor, T> read)
    {
        using Step step = device.BeginInference();
        Tensor centred = input.In(step).Subtract(input.In(step).Mean(0, 1, 2));
        Tensor deviation = centred.Square().Mean(0, 1, 2).Add(Epsilon).Sqrt();
        return read(centred.Divide(deviation).Multiply(scale.In(step)).Add(shift.In(step)).ReLU());
    }

    private T Fused<T>(Func<Tensor, T> read)
    {
        using Step step = device.BeginInference();
        return read(input.In(step).BatchNorm2d(scale.In(step), shift.In(step), mean, variance, training: true, relu: true));
    }

    private Parameter Of(float[] values, Shape shape)
    {
        var parameter = new Parameter(device, shape);
        parameter.Set(values);
        return parameter;
    }
}
