using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Benchmarks.SoakRun;

/// <summary>A whole training run of many tiny steps, checkpoints included, that looks at its own memory now and then.</summary>
internal static class LongRun
{
    private const int Classes = 2;
    private const int Files = 12;

    /// <summary>Trains in a folder that does not exist yet.</summary>
    /// <param name="options">How long, and what.</param>
    /// <param name="folder">The folder; all ranks name the same.</param>
    /// <param name="ranks">The processes that train together.</param>
    /// <param name="told">Hears of each sample.</param>
    public static IReadOnlyList<SoakSample> Train(SoakOptions options, string folder, ICollective ranks, Action<SoakSample> told)
    {
        BackboneCatalogue backbones = BackboneCatalogue.Default.With(TinyNetwork.Variant);
        if (ranks.Rank == 0) WritePictures(Path.Combine(folder, "pictures"), options.Side);
        ranks.Barrier();
        int batch = options.Batch * ranks.Size;
        DataSplits splits = Splits(Path.Combine(folder, "pictures"), options.StepsPerEpoch * batch);
        TrainingSettings settings = Settings(options, batch);
        string output = Path.Combine(folder, "run");
        RunFolder run = ranks.Rank == 0
            ? RunFolder.Begin(output, settings, RunDescription.Of(splits, PixelNormalization.Half, options.Side) with { Ranks = ranks.Size }, resume: false)
            : RunFolder.Elsewhere(output);
        using var device = new CpuDevice(threads: 1);
        var watch = new Watch(device, Math.Max(1, options.Steps / options.Samples), told);
        new TrainingRun(device, run, settings, splits, watch, backbones, ranks: ranks).Run(CancellationToken.None);
        return watch.Samples;
    }

    private static TrainingSettings Settings(SoakOptions options, int batch)
    {
        int epochs = Math.Max(4, options.Steps / options.StepsPerEpoch);
        TrainingSettings quick = Presets.Get("quick");
        return quick with
        {
            Backbone = options.Backbone,
            ImageSize = options.Side,
            BatchSize = batch,
            Threads = 1,
            Base = quick.Base with { Epochs = epochs / 2, BackboneLearningRate = 1e-3, ClassifierLearningRate = 1e-3 },
            Words = quick.Words with { PerClass = 2, Depth = 8 },
            Warm = quick.Warm with { MinimumSteps = options.StepsPerEpoch },
            Joint = quick.Joint with { Epochs = epochs - (epochs / 2) - 1 },
        };
    }

    // The few files are listed often enough that an epoch has the steps that were asked for.
    private static DataSplits Splits(string folder, int pictures)
    {
        PictureSet Of(int count) => new(folder, [.. Enumerable.Range(0, Classes).Select(c => $"class{c}")], [.. Enumerable.Range(0, count).Select(i => One(folder, i % Files))]);
        return new DataSplits(folder, Of(pictures), Of(Files), Of(Files));
    }

    private static Picture One(string folder, int number) => new(Path.Combine(folder, $"{number:D2}.png"), number % Classes, $"{number:D2}.png");

    // Noise around grey of one class or another.
    private static void WritePictures(string folder, int side)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Files; i++)
        {
            byte[] pixels = new byte[side * side * 3];
            new Random(i).NextBytes(pixels);
            for (int k = 0; k < pixels.Length; k++) pixels[k] = (byte)((pixels[k] / 2) + (64 * (i % Classes)));
            ImageFile.Save(One(folder, i).Path, new RgbImage(side, side, pixels));
        }
    }

    private sealed class Watch(Device device, int every, Action<SoakSample> told) : SilentObserver
    {
        private readonly List<SoakSample> samples = [];
        private string stage = "";

        public IReadOnlyList<SoakSample> Samples => samples;

        public override void StageStarted(string name, long steps) => stage = name;

        public override void StepDone(long step, double loss, int pictures)
        {
            if (step % every != 0) return;
            samples.Add(SoakSample.Take(stage, step, loss, device));
            told(samples[^1]);
        }
    }
}
