using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>The main job: pictures in; models, figures and report out. What an earlier attempt has done is not done again.</summary>
/// <param name="settings">The effective settings.</param>
/// <param name="data">The folder of pictures.</param>
/// <param name="output">The run folder.</param>
/// <param name="resume">Whether a run that is already there is continued.</param>
/// <param name="verbose">Whether the device and its kernels are told.</param>
/// <param name="baseRun">A finished run of the base model alone, to begin from instead of training the same again; null for none.</param>
internal sealed record TrainingJob(TrainingSettings settings, string data, string output, bool resume, bool verbose, string? baseRun = null)
{
    /// <exception cref="InterruptedException">The user stopped it; what is done is saved.</exception>
    public TrainingOutcome Run(Terminal terminal, CancellationToken cancellation) => Run(RankGroup.One(terminal), cancellation);

    /// <summary>Does it together with other processes, which do the same.</summary>
    /// <exception cref="InterruptedException">The user stopped it; what is done is saved.</exception>
    public TrainingOutcome Run(RankGroup ranks, CancellationToken cancellation)
    {
        Terminal terminal = ranks.Terminal;
        ICollective collective = ranks.Collective;
        TrainingSettings own = ranks.Share(settings);
        using Device device = ranks.Each(() => Devices.Open(own, verbose, terminal));
        TrainingSettings effective = settings with
        {
            Device = device.Name,
            Threads = device is CpuDevice ? device.HostThreads : settings.Threads,
            Weights = settings.Weights is null ? null : Path.GetFullPath(settings.Weights),
        };
        Seen seen = ranks.Each(() => Verified(See(effective, terminal)));
        (DataSplits splits, IReadOnlyList<BadPicture> skipped) = (seen.Splits, seen.Skipped);
        if (seen.Description.HeldOutClasses is { Count: > 0 } heldOut) terminal.Line($"held out, never seen: {string.Join(", ", heldOut)}");
        if (collective.Size > 1) RequireSame(ranks, effective, seen.Description);
        RunFolder folder = collective.Rank == 0 ? RunFolder.Begin(output, effective, seen.Description with { Ranks = collective.Size }, resume) : RunFolder.Elsewhere(output);
        if (collective.FromFirst(collective.Rank == 0 && folder.IsFinished))
        {
            return new TrainingOutcome(folder, Metrics.FromJson(collective.FromFirst(collective.Rank == 0 ? ReadMetrics(folder).ToJson() : "")), skipped, AlreadyFinished: true);
        }

        if (baseRun is not null && collective.Rank == 0) folder.TakeBase(baseRun);
        try
        {
            Metrics metrics = terminal.WithProgress(observer =>
            {
                if (effective.Method == Methods.BlackBox) return new BaseCompletion(device, folder, effective, splits, collective).Run(observer, cancellation);
                TrainedModels trained = new TrainingRun(device, folder, effective, splits, observer, ranks: collective).Run(cancellation);
                return new RunCompletion(device, folder, effective, splits, seen.Places, collective).Complete(trained, observer, cancellation);
            });
            if (verbose) Devices.TellKernels(device, terminal);
            return new TrainingOutcome(folder, metrics, skipped, AlreadyFinished: false);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted; a checkpoint is in {folder.Path}. Go on with the same command and --resume.");
        }
    }

    /// <summary>The data that it would train on, as it lies now; nothing is trained or written.</summary>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public RunDescription Describe() => See(settings, new Terminal(TextWriter.Null, TextWriter.Null)).Description;

    // Where the pictures lie, and what computes them, may differ from rank to rank.
    private static void RequireSame(RankGroup ranks, TrainingSettings effective, RunDescription description)
    {
        ranks.RequireSame("settings", SettingsReader.Write(effective with { Device = "", Threads = 0, Weights = null }));
        ranks.RequireSame("pictures", (description with { DataRoot = "" }).ToJson());
    }

    private static Seen Verified(Seen seen)
    {
        seen.Places.Verify([.. seen.Splits.Train.Pictures, .. seen.Splits.Test.Pictures]);
        return seen;
    }

    private Seen See(TrainingSettings effective, Terminal terminal)
    {
        DataSet set = DataSets.Read(data);
        if (set.Name != DataSets.ImageFolderName) terminal.Line($"data: {set.Root} is {set.Name}");
        foreach (string note in set.Notes) terminal.Line($"note: {note}");
        DataSplits all = DataSplits.Of(set, effective.Data.ValidationFraction, effective.Data.ValidationChoice == "last", effective.Data.TestFraction);
        IReadOnlyList<string> heldOut = ClassHoldOut.Choose(all.Root, all.Classes, effective.Data, effective.Seed);
        DataSplits kept = heldOut.Count == 0 ? all : ClassHoldOut.Restrict(all, [.. all.Classes.Except(heldOut)]);
        (DataSplits splits, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(kept, effective.Data.SkipBad, terminal);
        RunDescription description = RunDescription.Of(splits, PretrainedWeights.NormalizationFor(effective), TrainingRun.SideFor(effective)) with { HeldOutClasses = heldOut };
        return new Seen(splits, skipped, description, KnownPlaces.Of(set));
    }

    private static Metrics ReadMetrics(RunFolder folder)
    {
        try
        {
            return Metrics.FromJson(File.ReadAllText(folder.MetricsFile));
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new RunFolderException($"{folder.MetricsFile}: cannot be read ({exception.Message.TrimEnd('.')}). Delete it and resume to measure again.", exception);
        }
    }

    private sealed record Seen(DataSplits Splits, IReadOnlyList<BadPicture> Skipped, RunDescription Description, KnownPlaces Places);
}
