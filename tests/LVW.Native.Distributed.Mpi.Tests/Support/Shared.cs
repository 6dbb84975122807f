using System.Globalization;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Training;

[assembly: AssemblyFixture(typeof(LVW.Native.Distributed.Mpi.Tests.Support.Shared))]

namespace LVW.Native.Distributed.Mpi.Tests.Support;

/// <summary>27 pictures and a base model that takes three steps an epoch; what one process makes of them is what several must make.</summary>
public sealed class Shared : IDisposable
{
    /// <summary>51 steps.</summary>
    public const int Epochs = 17;

    // Nine pictures a step: shares of two ranks are uneven. At such rates the rounding of sums does not grow over the steps.
    private static readonly string[] Settings =
    [
        "imageSize=48", "batchSize=9", "base.dropout=0.2", "base.backboneLearningRate=1e-4", "base.classifierLearningRate=1e-4",
        "evaluation.perturbationPictures=1", "evaluation.perturbationSteps=2", "evaluation.reportPictures=1",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<int, double[]> alone = [];

    public Shared() => GeneratedDataSet.Write(Pictures, trainPerClass: 3, testPerClass: 1, new SceneOptions { Side = 48 });

    internal string Pictures => folder.In("pictures");

    /// <summary>The arguments of <c>lvw train</c>.</summary>
    internal string[] Train(string run, int epochs, params string[] more) => TrainOn(Pictures, run, epochs, more);

    /// <summary>The arguments of <c>lvw train</c> on other pictures.</summary>
    internal static string[] TrainOn(string pictures, string run, int epochs, params string[] more) =>
    [
        "train", "--data", pictures, "--out", run, "--preset", "quick", "--method", "black-box", "--sync-bn", "--threads", "1",
        .. Settings.Append($"base.epochs={epochs}").SelectMany(setting => new[] { "--set", setting }), .. more,
    ];

    /// <summary>The losses of one process, an epoch each.</summary>
    internal async Task<double[]> Alone(int epochs)
    {
        if (alone.TryGetValue(epochs, out double[]? losses)) return losses;
        string run = folder.In(epochs.ToString(CultureInfo.InvariantCulture));
        (await CliRun.Of(Train(run, epochs))).RequireSuccess();
        return alone[epochs] = Losses(run);
    }

    /// <summary>The losses of a run that stands still; to read along would lock the log against the run.</summary>
    internal static double[] Losses(string run)
    {
        string log = Path.Combine(run, "metrics.jsonl");
        if (!File.Exists(log)) return [];

        // A kill may leave half of the last line.
        string text = File.ReadAllText(log);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => EpochRecord.FromJson(line).Loss)];
    }

    /// <summary>Requires losses to be those of another run but for rounding.</summary>
    internal static void RequireSame(double[] expected, double[] losses, double relative)
    {
        Assert.Equal(expected.Length, losses.Length);
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            Assert.True(Math.Abs(losses[epoch] - expected[epoch]) <= relative * expected[epoch], $"epoch {epoch + 1}: {losses[epoch]:r} instead of {expected[epoch]:r}");
        }
    }

    /// <summary>Requires that no checkpoint of a run is damaged.</summary>
    internal static void RequireWholeCheckpoints(string run)
    {
        if (!Directory.Exists(run)) return;
        Assert.All(Directory.GetFiles(run, "checkpoint*.safetensors"), file => Assert.True(CheckpointSeal.IsSealed(CheckpointSeal.Read(file))));
    }

    public void Dispose() => folder.Dispose();
}
