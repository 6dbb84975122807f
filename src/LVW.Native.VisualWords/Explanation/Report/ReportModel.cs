namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>All that the report of a run shows; sections without content are left out.</summary>
public sealed record ReportModel
{
    /// <summary>What was run.</summary>
    public required ReportHeader Header { get; init; }

    /// <summary>The numbers.</summary>
    public required ReportSummary Summary { get; init; }

    /// <summary>What else was measured, with yardsticks.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>Training curves: loss by terms, accuracy by epoch.</summary>
    public IReadOnlyList<ReportChart> TrainingCharts { get; init; } = [];

    /// <summary>Mean deletion and insertion curves against maps whose cells are shuffled.</summary>
    public IReadOnlyList<ReportChart> PerturbationCharts { get; init; } = [];

    /// <summary>The words' confusion matrix on the test pictures, or null.</summary>
    public ReportConfusion? Confusion { get; init; }

    /// <summary>The words, in the order in which they are shown.</summary>
    public IReadOnlyList<ReportWord> Words { get; init; } = [];

    /// <summary>Explained test pictures, right and wrong ones.</summary>
    public IReadOnlyList<ReportExplanation> Explanations { get; init; } = [];

    /// <summary>The effective settings of the run, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What the reader must know before trusting the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
