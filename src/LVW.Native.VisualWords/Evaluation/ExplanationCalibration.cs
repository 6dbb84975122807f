namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What the explanation of a single picture is held against: limits that were found on whole sets.</summary>
public sealed record ExplanationCalibration
{
    /// <summary>Between which values each word's similarity was seen to lie on the training pictures; null where these were not read.</summary>
    public SimilarityRanges? Similarities { get; init; }

    /// <summary>The energy of logits (see <see cref="AbstentionMetrics"/>) that the share <see cref="Coverage"/> of the test pictures reaches.</summary>
    public double LeastEnergy { get; init; }

    /// <summary>That share.</summary>
    public double Coverage { get; init; }
}
