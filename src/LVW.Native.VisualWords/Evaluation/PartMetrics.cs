namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Which parts of generated pictures the words have found.</summary>
public sealed record PartMetrics
{
    /// <summary>Different parts that words have found with a purity of at least 0.8.</summary>
    public int PartsFound { get; init; }

    /// <summary>Share of words with a purity of at least 0.5.</summary>
    public double ShareWithPurity50 { get; init; }

    /// <summary>Share of words with a purity of at least 0.8.</summary>
    public double ShareWithPurity80 { get; init; }

    /// <summary>Mean purity of all words.</summary>
    public double MeanPurity { get; init; }

    /// <summary>Each word's part.</summary>
    public IReadOnlyList<PartFinding> Words { get; init; } = [];
}
