namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>When words are replaced by real patches.</summary>
public sealed record ProjectionSettings
{
    /// <summary>Epochs of the joint phase between two projections; 0 projects once, at its end.</summary>
    public int EveryEpochs { get; init; } = 0;

    /// <summary>Whether every word must take a patch of its own.</summary>
    public bool Distinct { get; init; } = true;
}
