using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class WordStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    // In any orthonormal frame the squares of what it keeps and of what it drops add up; the leading directions keep the most.
    [Fact]
    public void A_linear_space_begins_with_directions_that_keep_the_features_and_words_that_are_patches()
    {
        (RunContext context, BaseClassifier baseModel) = Context();
        WordModel model = ModelFiles.CreateWords(device, context.Settings, classes: 2);
        new WordStart(context, baseModel).Prepare(model);
        float[][] rows = Rows(model);
        Assert.All(rows, a => Assert.All(rows, b => Assert.Equal(ReferenceEquals(a, b) ? 1 : 0, Dot(a, b), 1e-5)));

        (List<float[]> features, List<float[]> patches) = Cells(context, model);
        double all = features.Sum(f => Dot(f, f));
        double kept = features.Sum(f => rows.Sum(row => Math.Pow(Dot(row, f), 2)));
        double keptByChannels = Enumerable.Range(0, features[0].Length).Select(c => features.Sum(f => (double)f[c] * f[c])).OrderDescending().Take(rows.Length).Sum();
        Assert.InRange(kept / all, 0.9, 1 + 1e-5);
        Assert.InRange(kept, keptByChannels, double.PositiveInfinity);
        Assert.Equal(1, model.Head.FeatureScale * Math.Sqrt(all / (features.Count * (double)features[0].Length)), 1e-4);
        Assert.All(model.Head.Words.ToArray().Chunk(model.Head.Options.Depth), word => Assert.Contains(patches, patch => patch.SequenceEqual(word)));
    }

    private (RunContext Context, BaseClassifier Model) Context()
    {
        TrainingSettings quick = Presets.Get("quick");
        TrainingSettings settings = quick with { BatchSize = 4, Words = quick.Words with { PerClass = 2, Depth = 24 } };
        return TinyContext.Of(settings, folder, device);
    }

    private static float[][] Rows(WordModel model)
    {
        Parameter weight = model.Head.AddOn.State().Single().Parameter;
        return [.. weight.ToArray().Chunk(model.Backbone.FeatureChannels)];
    }

    private (List<float[]> Features, List<float[]> Patches) Cells(RunContext context, WordModel model)
    {
        (var features, var patches) = (new List<float[]>(), new List<float[]>());
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            using Step step = device.BeginInference();
            Tensor x = model.Backbone.Forward(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]));
            patches.AddRange(model.Head.Embed(x).ToArray().Chunk(model.Head.Options.Depth));
            features.AddRange(x.ToArray().Chunk(model.Backbone.FeatureChannels));
        }

        return (features, patches);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
