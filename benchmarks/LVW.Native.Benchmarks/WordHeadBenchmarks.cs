using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Benchmarks;

/// <summary>The head of visual words with all losses, forward and backward, on features 13×13×512.</summary>
public class WordHeadBenchmarks
{
    private const int Cells = 13;
    private const int Channels = 512;
    private const int Classes = 17;
    private const int Side = 224;

    private readonly LvwLoss loss = new(new LossSettings(), Side);
    private CpuDevice device = null!;
    private WordHead head = null!;
    private float[] features = [];
    private float[] attention = [];

    [Params(8, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice();
        head = new WordHead(device, new Philox(1), new WordHeadOptions { FeatureChannels = Channels, Classes = Classes, Words = 5 * Classes });
        features = new float[Batch * Cells * Cells * Channels];
        new Philox(1, 1).FillUniform(features);
        attention = new float[Batch * Cells * Cells];
        new Philox(1, 2).FillUniform(attention);
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    [Benchmark]
    public void ForwardAndBackward()
    {
        using Step step = device.BeginStep();
        Tensor input = step.Input(features, [Batch, Cells, Cells, Channels], requiresGradient: true);
        IndexTensor labels = step.InputIndices([.. Enumerable.Range(0, Batch).Select(n => n % Classes)], [Batch]);
        WordOutput output = head.Read(head.Embed(input));
        loss.Compute(head, output, new LossTargets(labels, step.Input(attention, [Batch, Cells, Cells]))).Total.Backward();
    }
}
