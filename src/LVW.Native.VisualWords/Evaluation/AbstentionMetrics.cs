namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// What is gained when the model may abstain: the score is the energy ln Σ exp(o_c) of the words' logits (Liu et al. 2020), and pictures below a threshold are
/// not answered (selective classification, Geifman and El-Yaniv 2017). Each half of the test pictures is judged by the threshold of the other half.
/// </summary>
public sealed record AbstentionMetrics
{
    /// <summary>Share of the pictures that were to be answered.</summary>
    public double Coverage { get; init; }

    /// <summary>Share that was answered.</summary>
    public double Answered { get; init; }

    /// <summary>Accuracy on the pictures that were answered; null where there are none.</summary>
    public double? AccuracyAnswered { get; init; }

    /// <summary>Accuracy on those that were not: the yardstick; null where there are none.</summary>
    public double? AccuracyAbstained { get; init; }

    /// <summary>How probably a right decision has more energy than a wrong one; 0.5 is chance. Null where all are right or all wrong.</summary>
    public double? EnergySeparatesRight { get; init; }

    /// <summary>The same for the probability of the predicted class (Hendrycks and Gimpel 2017).</summary>
    public double? ProbabilitySeparatesRight { get; init; }

    /// <summary>The same for the largest similarity of any word.</summary>
    public double? SimilaritySeparatesRight { get; init; }

    /// <summary>How probably a picture has more energy than a picture in pieces (its 4 × 4 tiles in random order); null where it was not measured.</summary>
    public double? EnergySeparatesPieces { get; init; }

    /// <summary>The same for the largest similarity of any word.</summary>
    public double? SimilaritySeparatesPieces { get; init; }
}
