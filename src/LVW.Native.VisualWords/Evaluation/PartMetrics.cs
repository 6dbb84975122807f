namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Which parts the words have found, where parts are known; shares are of the words that could be judged.</summary>
public sealed record PartMetrics
{
    /// <summary>Different parts that words have found with a purity of at least 0.8.</summary>
    public int PartsFound { get; init; }

    /// <summary>Share of words with a purity of at least 0.5.</summary>
    public double ShareWithPurity50 { get; init; }

    /// <summary>Share of words with a purity of at least 0.8.</summary>
    public double ShareWithPurity80 { get; init; }

    /// <summary>Mean purity.</summary>
    public double MeanPurity { get; init; }

    /// <summary>Words that were judged: those with a nearest patch in a training picture whose parts are known.</summary>
    public int WordsJudged { get; init; }

    /// <summary>The nearest patches of all words that lie in such pictures; the others are passed over.</summary>
    public int Patches { get; init; }

    /// <summary>Each word's part.</summary>
    public IReadOnlyList<PartFinding> Words { get; init; } = [];
}
