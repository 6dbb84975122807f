using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>A whole training step of the base classifier on ResNet-34: forward, cross-entropy, backward, Adam.</summary>
internal static class StepWork
{
    public static void Run(Bench bench)
    {
        if (!bench.HasTime) return;
        int batch = bench.Small ? 2 : 80;
        int side = bench.Small ? 64 : 224;
        int classes = bench.Small ? 20 : 200;
        var model = new BaseClassifier(BackboneCatalogue.Default.Create("resnet34", bench.Device, seed: 1), classes, dropout: 0, bench.Device, new Philox(1, 2));
        using var optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-4));
        using Parameter pictures = Values.Normal(bench.Device, [batch, side, side, 3], 3, requiresGradient: false);
        int[] labels = [.. Enumerable.Range(0, batch).Select(n => n % classes)];
        bench.Time("step resnet34", TrainingStep);

        void TrainingStep()
        {
            using Step step = bench.Device.BeginStep();
            Tensor logits = model.Forward(pictures.In(step));
            logits.CrossEntropy(step.InputIndices(labels, [batch])).Backward();
            optimizer.Step();
        }
    }
}
