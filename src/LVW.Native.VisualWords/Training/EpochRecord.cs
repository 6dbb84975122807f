using System.Text.Json;

namespace LVW.Native.VisualWords.Training;

/// <summary>What an epoch came to; a line of the run's log.</summary>
/// <param name="Stage">base, warm or joint.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps of the stage so far.</param>
/// <param name="Loss">Mean of the minimised loss.</param>
/// <param name="Terms">Mean of each unweighted term.</param>
/// <param name="TrainAccuracy">Share of training views classified right, 0 to 1.</param>
/// <param name="ValidationAccuracy">Share of validation pictures classified right, if there are any.</param>
/// <param name="LearningRate">The schedule's factor at the end.</param>
/// <param name="PicturesPerSecond">Training speed.</param>
public sealed record EpochRecord(
    string Stage,
    int Epoch,
    long Step,
    double Loss,
    IReadOnlyDictionary<string, double> Terms,
    double TrainAccuracy,
    double? ValidationAccuracy,
    double LearningRate,
    double PicturesPerSecond)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The record as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line that <see cref="ToJson"/> wrote.</summary>
    public static EpochRecord FromJson(string line) => JsonSerializer.Deserialize<EpochRecord>(line, Json)!;
}
