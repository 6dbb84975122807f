namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>One line of a chart.</summary>
/// <param name="Name">The label at the line's end and in the legend.</param>
/// <param name="X">Positions, ascending.</param>
/// <param name="Y">Values, as many as positions; values that are not finite leave a gap.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Which of the page's fixed colours the line has; null takes the next of the palette.</summary>
    public ReportSeriesRole? Role { get; init; }
}
