using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks;

/// <summary>A whole training step of a base classifier: forward, backward, Adam.</summary>
public class TrainingStepBenchmarks
{
    private const int Classes = 17;

    private CpuDevice device = null!;
    private BaseClassifier model = null!;
    private Adam optimizer = null!;
    private float[] pictures = [];
    private int[] labels = [];
    private int side;

    [Params("squeezenet1_1", "resnet18", "resnet8-slim")]
    public string Backbone { get; set; } = "";

    [Params(8, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice();
        side = BackboneCatalogue.Default.InputSide(Backbone);
        model = new BaseClassifier(BackboneCatalogue.Default.Create(Backbone, device, seed: 1), Classes, dropout: 0, device, new Philox(1, 2));
        optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-4));
        pictures = new float[Batch * side * side * 3];
        new Philox(1, 3).FillNormal(pictures);
        labels = [.. Enumerable.Range(0, Batch).Select(n => n % Classes)];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        optimizer.Dispose();
        device.Dispose();
    }

    [Benchmark]
    public void TrainingStep()
    {
        using Step step = device.BeginStep();
        Tensor logits = model.Forward(step.Input(pictures, [Batch, side, side, 3]));
        logits.CrossEntropy(step.InputIndices(labels, [Batch])).Backward();
        optimizer.Step();
    }

    [Benchmark]
    public void Inference()
    {
        using Step step = device.BeginInference();
        model.Forward(step.Input(pictures, [Batch, side, side, 3]));
    }
}
