namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What an <see cref="Evaluator"/> has measured.</summary>
public sealed record EvaluationResult
{
    /// <summary>Both models' answers on the test pictures.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>The words' confusions on the test pictures.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Attention IoU at the top half, quarter and tenth of the pixels; empty without a base model.</summary>
    public required IReadOnlyList<AttentionIoUScore> AttentionIoU { get; init; }

    /// <summary>Deletion and insertion curves, or null.</summary>
    public PerturbationResult? Perturbation { get; init; }

    /// <summary>A description of every word.</summary>
    public required IReadOnlyList<WordStatistic> Words { get; init; }

    /// <summary>On generated pictures each word's part; otherwise empty.</summary>
    public IReadOnlyList<PartFinding> Parts { get; init; } = [];

    /// <summary>What explanations of single pictures are held against.</summary>
    public required ExplanationCalibration Calibration { get; init; }

    /// <summary>The numbers.</summary>
    public required Metrics Metrics { get; init; }
}
