using System.Globalization;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Training;

/// <summary>How far a run has come, as a checkpoint's metadata tell it.</summary>
/// <param name="Stage">The stage that is under way.</param>
/// <param name="Step">Steps of the stage that are done.</param>
/// <param name="LogLength">Bytes of the log that belong to it.</param>
/// <param name="Sums">Sums over the epoch so far.</param>
/// <param name="Seconds">Seconds spent in each stage so far.</param>
internal sealed record TrainingProgress(string Stage, long Step, long LogLength, EpochSums Sums, Dictionary<string, double> Seconds)
{
    private static readonly string[] Stages = ["base", "warm", "joint", "finish"];

    /// <summary>Of a run that begins.</summary>
    public static TrainingProgress Start => new("base", 0, 0, new EpochSums(), []);

    /// <summary>Reads it.</summary>
    /// <exception cref="CheckpointException">Something is missing or is not what a run writes.</exception>
    public static TrainingProgress Parse(IReadOnlyDictionary<string, string> metadata, string source)
    {
        try
        {
            string stage = metadata["stage"];
            if (!Stages.Contains(stage)) throw new FormatException($"unknown stage {stage}");
            return new TrainingProgress(
                stage,
                long.Parse(metadata["step"], CultureInfo.InvariantCulture),
                long.Parse(metadata["logLength"], CultureInfo.InvariantCulture),
                JsonSerializer.Deserialize<EpochSums>(metadata["sums"]) ?? new EpochSums(),
                JsonSerializer.Deserialize<Dictionary<string, double>>(metadata["seconds"]) ?? []);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or FormatException or OverflowException or JsonException)
        {
            throw new CheckpointException($"{source}: not a training checkpoint, or a damaged one.", exception);
        }
    }

    /// <summary>The metadata of a checkpoint.</summary>
    public Dictionary<string, string> ToMetadata() => new()
    {
        ["stage"] = Stage,
        ["step"] = Step.ToString(CultureInfo.InvariantCulture),
        ["logLength"] = LogLength.ToString(CultureInfo.InvariantCulture),
        ["sums"] = JsonSerializer.Serialize(Sums),
        ["seconds"] = JsonSerializer.Serialize(Seconds),
    };
}
