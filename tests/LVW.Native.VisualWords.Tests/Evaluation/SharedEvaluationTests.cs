using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

/// <summary>Ranks that share an evaluation come to the figures of one process.</summary>
public sealed class SharedEvaluationTests : IDisposable
{
    private const int Side = 32;
    private readonly TemporaryFolder folder = new();
    private readonly PictureSet set;

    public SharedEvaluationTests() => set = TinyPictures.Write(folder, 11, classes: 3);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Words_are_measured_bit_for_bit_as_by_one_process_but_for_sums_over_pictures(int size)
    {
        string alone = Words(new SingleProcess());
        Assert.All(ThreadRanks.Run(size, Words), text => Assert.Equal(alone, text));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_base_model_is_measured_as_by_one_process(int size)
    {
        string alone = Base(new SingleProcess());
        Assert.All(ThreadRanks.Run(size, Base), text => Assert.Equal(alone, text));
    }

    private static TrainingSettings Settings => Presets.Get("quick") with { ImageSize = Side, BatchSize = 2, Words = Presets.Get("quick").Words with { PerClass = 2 } };

    private static PairedTransform Transform => new(ViewOptions.Of(Settings, Side), PixelNormalization.Half);

    private static EvaluationOptions Options => EvaluationOptions.Of(Settings) with { Perturbation = new PerturbationOptions { Steps = 4, BatchSize = 4 }, Probe = null };

    private string Words(ICollective ranks)
    {
        using var device = new CpuDevice(threads: 1);
        BaseClassifier baseModel = ModelFiles.CreateBase(device, Settings, classes: 3);
        WordModel words = ModelFiles.CreateWords(device, Settings, classes: 3);
        var reader = new ModelReader(device, baseModel, words, ranks: ranks);
        EvaluationResult result = new Evaluator(reader, Transform, new PictureCache(1 << 20), Options, TimeProvider.System).Evaluate(set, set, []);
        return Rounded(result.Metrics);
    }

    private string Base(ICollective ranks)
    {
        using var device = new CpuDevice(threads: 1);
        BaseClassifier model = ModelFiles.CreateBase(device, Settings, classes: 3);
        return Rounded(new BaseEvaluator(device, model, null, Transform, new PictureCache(1 << 20), Options, TimeProvider.System, ranks).Evaluate(set, set));
    }

    // Frames of curves are put together in other batches, and their sums taken in another order: all else agrees to the last digit.
    private static string Rounded(Metrics metrics) => System.Text.RegularExpressions.Regex.Replace(
        (metrics with { Timings = new Dictionary<string, double>() }).ToJson(),
        @"(Auc"": )(-?[0-9.eE+-]+)",
        match => match.Groups[1].Value + double.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture).ToString("F5", System.Globalization.CultureInfo.InvariantCulture));
}
