namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>One row of a local explanation: a word, where it was found, and its contribution W·g to the class's logit.</summary>
public sealed record ReportWordUse
{
    /// <summary>The word.</summary>
    public required ReportWord Word { get; init; }

    /// <summary>The word's similarity map, drawn over the test picture: a transparent overlay (see <see cref="HeatMapOverlay"/>) or an opaque picture.</summary>
    public required ReportPicture HeatMap { get; init; }

    /// <summary>Where in the test picture the word was found, or null.</summary>
    public ReportBox? Box { get; init; }

    /// <summary>g[j]: the word's similarity at its closest place.</summary>
    public required double Similarity { get; init; }

    /// <summary>W[c, j]: the word's weight for the explained class.</summary>
    public required double Weight { get; init; }

    /// <summary>W[c, j] · g[j].</summary>
    public double Contribution => Weight * Similarity;
}
