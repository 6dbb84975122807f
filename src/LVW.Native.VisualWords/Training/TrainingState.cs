using System.Text;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Optimizers;

namespace LVW.Native.VisualWords.Training;

/// <summary>Where an unfinished run stands, and its checkpoints: written whole or not at all, at a step's border.</summary>
internal sealed class TrainingState
{
    private const string Prefix = "optimizer.";

    private readonly RunFolder folder;
    private readonly ICollective ranks;
    private readonly CheckpointPair files;
    private string source;
    private TrainingProgress progress = TrainingProgress.Start;

    private TrainingState(RunFolder folder, ICollective ranks)
    {
        (this.folder, this.ranks) = (folder, ranks);
        files = new CheckpointPair(folder);
        source = folder.CheckpointFile;
    }

    /// <summary>The stage that is under way.</summary>
    public string Stage => progress.Stage;

    /// <summary>Steps of the stage that are done.</summary>
    public long Step => progress.Step;

    /// <summary>Sums over the epoch so far.</summary>
    public EpochSums Sums => progress.Sums;

    /// <summary>Seconds spent in each stage so far.</summary>
    public Dictionary<string, double> Seconds => progress.Seconds;

    /// <summary>A line on a damaged checkpoint that the run does not go on from; null where all is well.</summary>
    public string? Note { get; private set; }

    private IReadOnlyDictionary<string, HostTensor> Tensors { get; set; } = new Dictionary<string, HostTensor>();

    private bool Writes => ranks.Rank == 0;

    /// <summary>Reads the run's last whole checkpoint, or starts afresh; the log loses what came after it. Rank 0 touches files, the others hear from it.</summary>
    /// <exception cref="CheckpointException">There are checkpoints and all are damaged.</exception>
    public static TrainingState Load(RunFolder folder, ICollective? ranks = null)
    {
        var state = new TrainingState(folder, ranks ?? new SingleProcess());
        if (state.Writes && state.files.Read() is { } found) state.Apply(found);
        state.progress = TrainingProgress.Parse(state.ranks.FromFirst(state.progress.ToMetadata()), state.source);
        state.Tensors = SharedTensors.FromFirst(state.ranks, state.Tensors);
        if (state.Writes) state.CutLog();
        return state;
    }

    /// <summary>Gives a model and its optimiser the values of the checkpoint, when it was taken in the stage that now begins.</summary>
    public void Restore(Module model, Optimizer optimizer)
    {
        if (Step == 0) return;
        Dictionary<string, HostTensor> weights = Tensors.Where(entry => !entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        model.LoadStateDict(weights, source);
        try
        {
            optimizer.LoadStateDict(Tensors, Prefix);
        }
        catch (CheckpointException exception)
        {
            throw new CheckpointException($"{source}: the optimiser's state is incomplete. Delete the file to train the run anew.", exception);
        }
    }

    /// <summary>Gives a model the values with which the last stage ended.</summary>
    public void Restore(Module model) => model.LoadStateDict(Tensors, source);

    /// <summary>Saves a step within the stage.</summary>
    /// <exception cref="NonFiniteLossException">A weight is not a number; the older checkpoint stays.</exception>
    public void Save(long step, EpochSums sums, Module model, Optimizer optimizer)
    {
        Dictionary<string, HostTensor> tensors = model.StateDict();
        RequireFinite(tensors);
        foreach ((string key, HostTensor value) in optimizer.StateDict(Prefix)) tensors.Add(key, value);
        Write(progress with { Step = step, Sums = sums }, tensors);
    }

    /// <summary>Ends the stage; the next begins with the model's values.</summary>
    public void Advance(string nextStage, Module model)
    {
        Dictionary<string, HostTensor> tensors = model.StateDict();
        RequireFinite(tensors);
        Write(progress with { Stage = nextStage, Step = 0, Sums = new EpochSums() }, tensors);
    }

    /// <summary>Adds a line to the run's log; a resumed run forgets lines that the checkpoint does not cover.</summary>
    public void Log(EpochRecord record)
    {
        if (!Writes) return;
        using var log = new FileStream(folder.LogFile, FileMode.Append);
        log.Write(Encoding.UTF8.GetBytes(record.ToJson() + "\n"));

        // On the disk before a checkpoint counts on it.
        log.Flush(flushToDisk: true);
        progress = progress with { LogLength = log.Length };
    }

    private void Apply(FoundCheckpoint found)
    {
        (source, Note) = (found.Path, found.Note);
        Tensors = found.Content.Tensors;
        progress = TrainingProgress.Parse(found.Content.Metadata, source);
    }

    private void CutLog()
    {
        if (!File.Exists(folder.LogFile)) return;
        using var log = new FileStream(folder.LogFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        log.SetLength(Math.Min(log.Length, progress.LogLength));
    }

    private void RequireFinite(Dictionary<string, HostTensor> tensors)
    {
        string? broken = tensors.FirstOrDefault(entry => entry.Value.Values.Any(value => !float.IsFinite(value))).Key;
        if (broken is not null)
        {
            throw new NonFiniteLossException(
                $"{Stage}: the weight {broken} is not a number after a step. The last good checkpoint is kept; train into a new folder with lower learning rates (--set {Stage}.backboneLearningRate=…).");
        }
    }

    private void Write(TrainingProgress reached, Dictionary<string, HostTensor> tensors)
    {
        (progress, Tensors) = (reached, tensors);
        if (Writes) files.Write(tensors, progress.ToMetadata());

        // Who went on to the next sum, or to the end, would not wait for a slow disk once it was asked to stop.
        ranks.Barrier();
        source = folder.CheckpointFile;
    }
}
