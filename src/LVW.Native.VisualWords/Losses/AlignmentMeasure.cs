namespace LVW.Native.VisualWords.Losses;

/// <summary>How the words' map A is held against the base model's attention G.</summary>
public enum AlignmentMeasure
{
    /// <summary>The published one: mean of (Â − G)² with Â = A / (max A + δ).</summary>
    SquaredError,

    /// <summary>
    /// 1 − ρ, Pearson's correlation over the pixels, with δ² added to each variance: without δ half the mean squared difference of both maps at mean 0 and
    /// deviation 1. What words answer everywhere, and how strongly, costs nothing: only where they answer more than elsewhere counts.
    /// </summary>
    Correlation,
}
