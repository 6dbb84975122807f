using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>Several ranks do together what one process does alone: the same loss at every step, up to the order in which float32 numbers are added.</summary>
public sealed class SharedTrainingTests : IDisposable
{
    private const int Side = 48;
    private const double Tolerance = 1e-5;

    // 27 pictures in steps of 13, 13 and 1: shares are uneven, and in the last step some rank has no picture.
    private const int BatchSize = 13;
    private const int Epochs = 17;

    private readonly TemporaryFolder folder = new();
    private readonly DataSplits splits;

    public SharedTrainingTests()
    {
        GeneratedDataSet.Write(folder.In("pictures"), trainPerClass: 3, testPerClass: 1, new SceneOptions { Side = Side });
        splits = DataSplits.Of(ImageFolder.Read(folder.In("pictures")), validationFraction: 0, lastInOrder: false, testFraction: 0.2);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_base_model_trains_as_in_one_process(int size)
    {
        TrainingSettings settings = Settings("lvw");
        Outcome alone = Base(new SingleProcess(), settings, "alone");
        Outcome[] together = ThreadRanks.Run(size, ranks => Base(ranks, settings, "together"));
        Assert.Equal(Epochs * 3, alone.Losses.Count);
        Same(alone, together);
    }

    [Theory]
    [InlineData("lvw", 2)]
    [InlineData("lvw", 3)]
    [InlineData("protopnet", 2)]
    [InlineData("without-linear-space", 2)]
    [InlineData("without-same-flips", 2)]
    public void Words_train_as_in_one_process(string method, int size)
    {
        TrainingSettings settings = Methods.Get(method).Over(Settings(method));
        Base(new SingleProcess(), settings, "base");
        Outcome alone = Words(new SingleProcess(), settings, Copy("alone"));
        string copy = Copy("together");
        Outcome[] together = ThreadRanks.Run(size, ranks => Words(ranks, settings, copy));
        Assert.True(alone.Losses.Count >= 50, $"{alone.Losses.Count} steps");
        Same(alone, together);
        Assert.Equal(alone.Sources.Count, together[0].Sources.Intersect(alone.Sources).Count());
    }

    [Fact]
    public void Without_shared_batch_norms_ranks_keep_one_model_all_the_same()
    {
        TrainingSettings settings = Settings("lvw") with { SyncBatchNorm = false, BatchSize = 14 };
        Outcome[] together = ThreadRanks.Run(2, ranks => Base(ranks, settings, "own"));
        Assert.Equal(together[0].Weights, together[1].Weights);
        Assert.Equal(together[0].Losses, together[1].Losses);
    }

    [Fact]
    public void A_run_goes_on_with_another_number_of_ranks()
    {
        TrainingSettings settings = Settings("lvw");
        Outcome alone = Base(new SingleProcess(), settings, "alone");
        var losses = new List<double>();
        foreach ((int size, int steps) in ((int, int)[])[(2, 20), (3, 20), (1, 1000)])
        {
            Outcome[] part = ThreadRanks.Run(size, ranks => Base(ranks, settings, "changing", stopAfter: steps));
            losses.AddRange(part[0].Losses);
        }

        Same(alone.Losses, losses);
    }

    [Fact]
    public void One_rank_that_is_asked_to_stop_stops_all_at_the_same_step_and_a_checkpoint_is_kept()
    {
        TrainingSettings settings = Settings("lvw");
        Outcome[] parts = ThreadRanks.Run(2, ranks => Base(ranks, settings, "stopped", stopAfter: ranks.Rank == 1 ? 7 : 1000));
        Assert.Equal(parts[0].Losses.Count, parts[1].Losses.Count);
        Assert.InRange(parts[0].Losses.Count, 7, 9);
        Assert.True(File.Exists(RunFolder.Elsewhere(folder.In("stopped")).CheckpointFile));
    }

    [Fact]
    public void One_rank_that_is_asked_to_stop_while_words_are_finished_stops_all()
    {
        TrainingSettings all = Settings("lvw");
        TrainingSettings settings = all with { Base = all.Base with { Epochs = 1 }, Warm = all.Warm with { MinimumSteps = 1 }, Joint = all.Joint with { Epochs = 1 } };
        Outcome[] parts = ThreadRanks.Run(2, ranks => Train(ranks, settings, "finish", int.MaxValue, stopIn: ranks.Rank == 1 ? "projection" : "nowhere", work: (run, stop) =>
        {
            Assert.Throws<OperationCanceledException>(() => run.Run(stop));
            return new Outcome([], [], []);
        }));
        Assert.NotEmpty(parts[0].Losses);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_on_one_rank_is_the_same_error_on_all()
    {
        TrainingSettings settings = Settings("lvw") with { Base = Settings("lvw").Base with { BackboneLearningRate = 1e30 } };
        string[] messages = ThreadRanks.Run(2, ranks => Assert.Throws<NonFiniteLossException>(() => Base(ranks, settings, "diverging")).Message);
        Assert.Equal(messages[0], messages[1]);
        Assert.Contains("learning rates", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Ranks_that_would_take_pictures_in_different_orders_are_told_so()
    {
        PictureSet train = splits.Train;
        DataSplits turned = splits with { Train = new PictureSet(train.Folder, train.Classes, [.. train.Pictures.Reverse()]) };
        string[] messages = ThreadRanks.Run(2, ranks => Assert.Throws<CollectiveException>(
            () => Train(ranks, Settings("lvw"), "orders", int.MaxValue, (_, _) => new Outcome([], [], []), ranks.Rank == 0 ? splits : turned)).Message);
        Assert.All(messages, message => Assert.Contains("rank 1 would take the pictures in another order", message, StringComparison.Ordinal));
    }

    private static TrainingSettings Settings(string method)
    {
        TrainingSettings quick = Presets.Get("quick");
        return quick with
        {
            Method = method,
            ImageSize = Side,
            BatchSize = BatchSize,
            Threads = 1,
            SyncBatchNorm = true,
            Base = quick.Base with { Epochs = Epochs, BackboneLearningRate = 1e-4, ClassifierLearningRate = 1e-4, Dropout = 0.2 },
            Words = quick.Words with { PerClass = 2 },

            // In the published space the maps of an untrained network are flat, and the gradient of a correlation, one over their deviation, enlarges rounding.
            Loss = quick.Loss with { Coverage = 0.2, Correlation = method == "lvw" ? 10 : 0 },
            Warm = quick.Warm with { MinimumSteps = 26, AddOnLearningRate = 1e-4, WordLearningRate = 1e-4, LastLayerLearningRate = 1e-4 },
            Joint = quick.Joint with { Epochs = 9, BackboneLearningRate = 1e-5, AddOnLearningRate = 1e-4, WordLearningRate = 1e-4, LastLayerLearningRate = 1e-4 },
        };
    }

    private Outcome Base(ICollective ranks, TrainingSettings settings, string name, int stopAfter = int.MaxValue)
        => Train(ranks, settings, name, stopAfter, (run, stop) =>
        {
            try
            {
                return new Outcome([], [.. run.RunBase(stop).Model.State().SelectMany(entry => entry.Parameter.ToArray())], []);
            }
            catch (OperationCanceledException)
            {
                return new Outcome([], [], []);
            }
        });

    private Outcome Words(ICollective ranks, TrainingSettings settings, string name)
        => Train(ranks, settings, name, int.MaxValue, (run, stop) =>
        {
            TrainedModels models = run.Run(stop);
            return new Outcome([], [.. models.Words.State().SelectMany(entry => entry.Parameter.ToArray())], [.. models.Sources.Select(source => (source.Picture, source.Row, source.Column))]);
        });

    private Outcome Train(ICollective ranks, TrainingSettings settings, string name, int stopAfter, Func<TrainingRun, CancellationToken, Outcome> work, DataSplits? own = null, string stopIn = "nowhere")
    {
        using var device = new CpuDevice(threads: 1);
        RunDescription description = RunDescription.Of(splits, PixelNormalization.Half, Side) with { Ranks = 2 };
        RunFolder run = ranks.Rank == 0 ? RunFolder.Begin(folder.In(name), settings, description, resume: true) : RunFolder.Elsewhere(folder.In(name));
        using var stop = new CancellationTokenSource();
        var observer = new Losses(stop, stopAfter, stopIn);
        Outcome outcome = work(new TrainingRun(device, run, settings, own ?? splits, observer, ranks: ranks), stop.Token);
        return outcome with { Losses = observer.Seen };
    }

    private string Copy(string name)
    {
        Directory.CreateDirectory(folder.In(name));
        foreach (string file in Directory.GetFiles(folder.In("base"))) File.Copy(file, Path.Combine(folder.In(name), Path.GetFileName(file)));
        return name;
    }

    private static void Same(Outcome alone, Outcome[] together)
    {
        Same(alone.Losses, together[0].Losses);
        Assert.All(together, outcome => Assert.Equal(together[0].Losses, outcome.Losses));
        Assert.All(together, outcome => Assert.Equal(together[0].Weights, outcome.Weights));
    }

    private static void Same(IReadOnlyList<double> expected, IReadOnlyList<double> found)
    {
        Assert.Equal(expected.Count, found.Count);
        for (int i = 0; i < found.Count; i++) Assert.True(Math.Abs(found[i] - expected[i]) <= Tolerance * Math.Abs(expected[i]), $"step {i + 1} of {found.Count}: {found[i]:R} instead of {expected[i]:R}");
    }

    private sealed record Outcome(IReadOnlyList<double> Losses, float[] Weights, IReadOnlyList<(int Picture, int Row, int Column)> Sources);

    private sealed class Losses(CancellationTokenSource stop, int stopAfter, string stopIn) : ITrainingObserver
    {
        public List<double> Seen { get; } = [];

        public void StageStarted(string name, long steps)
        {
            if (name == stopIn) stop.Cancel();
        }

        public void StepDone(long step, double loss, int pictures)
        {
            Seen.Add(loss);
            if (Seen.Count == stopAfter) stop.Cancel();
        }

        public void EpochDone(EpochRecord record)
        {
        }

        public void Message(string text)
        {
        }
    }
}
