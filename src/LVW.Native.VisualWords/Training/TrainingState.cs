using System.Globalization;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Optimizers;

namespace LVW.Native.VisualWords.Training;

/// <summary>Where an unfinished run stands, and its checkpoint file: written whole or not at all, at a step's border.</summary>
internal sealed class TrainingState
{
    private const string Prefix = "optimizer.";

    private static readonly string[] Stages = ["base", "warm", "joint", "finish"];

    private readonly RunFolder folder;

    private TrainingState(RunFolder folder) => this.folder = folder;

    /// <summary>The stage that is under way.</summary>
    public string Stage { get; private set; } = "base";

    /// <summary>Steps of the stage that are done.</summary>
    public long Step { get; private set; }

    /// <summary>Sums over the epoch so far.</summary>
    public EpochSums Sums { get; private set; } = new();

    /// <summary>Seconds spent in each stage so far.</summary>
    public Dictionary<string, double> Seconds { get; private set; } = [];

    private Dictionary<string, HostTensor> Tensors { get; set; } = [];

    private long LogLength { get; set; }

    /// <summary>Reads the run's checkpoint, or starts afresh; the log loses what came after it.</summary>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    public static TrainingState Load(RunFolder folder)
    {
        var state = new TrainingState(folder);
        if (File.Exists(folder.CheckpointFile))
        {
            SafeTensorsContent content = SafeTensors.Read(folder.CheckpointFile);
            try
            {
                state.Read(content);
            }
            catch (Exception exception) when (exception is KeyNotFoundException or FormatException or OverflowException or JsonException)
            {
                throw new CheckpointException($"{folder.CheckpointFile}: not a training checkpoint, or a damaged one. Delete it to train the run anew.", exception);
            }
        }

        if (File.Exists(folder.LogFile))
        {
            using FileStream log = File.OpenWrite(folder.LogFile);
            log.SetLength(Math.Min(log.Length, state.LogLength));
        }

        return state;
    }

    /// <summary>Gives a model and its optimiser the values of the checkpoint, when it was taken in the stage that now begins.</summary>
    public void Restore(Module model, Optimizer optimizer)
    {
        if (Step == 0) return;
        Dictionary<string, HostTensor> weights = Tensors.Where(entry => !entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        model.LoadStateDict(weights, folder.CheckpointFile);
        try
        {
            optimizer.LoadStateDict(Tensors, Prefix);
        }
        catch (CheckpointException exception)
        {
            throw new CheckpointException($"{folder.CheckpointFile}: the optimiser's state is incomplete. Delete the file to train the run anew.", exception);
        }
    }

    /// <summary>Gives a model the values with which the last stage ended.</summary>
    public void Restore(Module model) => model.LoadStateDict(Tensors, folder.CheckpointFile);

    /// <summary>Saves a step within the stage.</summary>
    /// <exception cref="NonFiniteLossException">A weight is not a number; the older checkpoint stays.</exception>
    public void Save(long step, EpochSums sums, Module model, Optimizer optimizer)
    {
        Dictionary<string, HostTensor> tensors = model.StateDict();
        RequireFinite(tensors);
        foreach ((string key, HostTensor value) in optimizer.StateDict(Prefix)) tensors.Add(key, value);
        (Step, Sums) = (step, sums);
        Write(tensors);
    }

    /// <summary>Ends the stage; the next begins with the model's values.</summary>
    public void Advance(string nextStage, Module model)
    {
        Dictionary<string, HostTensor> tensors = model.StateDict();
        RequireFinite(tensors);
        (Stage, Step, Sums) = (nextStage, 0, new EpochSums());
        Write(tensors);
    }

    /// <summary>Adds a line to the run's log; a resumed run forgets lines that the checkpoint does not cover.</summary>
    public void Log(EpochRecord record)
    {
        File.AppendAllText(folder.LogFile, record.ToJson() + "\n");
        LogLength = new FileInfo(folder.LogFile).Length;
    }

    private void Read(SafeTensorsContent content)
    {
        Stage = content.Metadata["stage"];
        if (!Stages.Contains(Stage)) throw new FormatException($"unknown stage {Stage}");
        Step = long.Parse(content.Metadata["step"], CultureInfo.InvariantCulture);
        LogLength = long.Parse(content.Metadata["logLength"], CultureInfo.InvariantCulture);
        Sums = JsonSerializer.Deserialize<EpochSums>(content.Metadata["sums"]) ?? new EpochSums();
        Seconds = JsonSerializer.Deserialize<Dictionary<string, double>>(content.Metadata["seconds"]) ?? [];
        Tensors = new Dictionary<string, HostTensor>(content.Tensors, StringComparer.Ordinal);
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

    private void Write(Dictionary<string, HostTensor> tensors)
    {
        Tensors = tensors;
        SafeTensors.Write(folder.CheckpointFile, tensors, new Dictionary<string, string>
        {
            ["stage"] = Stage,
            ["step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["logLength"] = LogLength.ToString(CultureInfo.InvariantCulture),
            ["sums"] = JsonSerializer.Serialize(Sums),
            ["seconds"] = JsonSerializer.Serialize(Seconds),
        });
    }
}
