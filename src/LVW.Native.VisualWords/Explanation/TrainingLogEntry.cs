namespace LVW.Native.VisualWords.Explanation;

/// <summary>One line of a run's training log.</summary>
public sealed record TrainingLogEntry
{
    /// <summary><c>base</c>, <c>warm</c> or <c>joint</c>.</summary>
    public string Stage { get; init; } = "";

    /// <summary>Epoch within the stage.</summary>
    public int Epoch { get; init; }

    /// <summary>Step within the stage.</summary>
    public long Step { get; init; }

    /// <summary>Loss, all terms weighted.</summary>
    public double? Loss { get; init; }

    /// <summary>The terms of the loss by name.</summary>
    public IReadOnlyDictionary<string, double>? Terms { get; init; }

    /// <summary>Share of training pictures right, 0 to 1.</summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>Share of validation pictures right, 0 to 1.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }
}
