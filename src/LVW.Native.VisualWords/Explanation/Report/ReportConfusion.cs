namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>Counts of test pictures by true class (row) and predicted class (column).</summary>
public sealed record ReportConfusion
{
    /// <summary>Class names; their order is that of rows and columns.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>C×C counts, row by row: entry (i, j) at <c>i · C + j</c>.</summary>
    public required IReadOnlyList<int> Counts { get; init; }
}
