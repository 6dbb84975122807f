namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How much of an explanation stays when the picture changes in a way that means nothing; means over pictures.</summary>
/// <param name="SameClass">Share of pictures whose predicted class stays.</param>
/// <param name="SharedWords">Shown words in common over all that are shown before or after (Jaccard); 1, the same words.</param>
/// <param name="MapCorrelation">Spearman's rank correlation of the evidence maps.</param>
/// <param name="SimilarityChange">Mean |change| of the shown words' similarities, as a share of them.</param>
public sealed record StabilityScore(double SameClass, double SharedWords, double MapCorrelation, double SimilarityChange);
