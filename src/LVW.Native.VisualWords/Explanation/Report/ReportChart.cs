namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A line chart with labelled axes.</summary>
public sealed record ReportChart
{
    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis with its unit, for example <c>epoch</c>.</summary>
    public required string XLabel { get; init; }

    /// <summary>The vertical axis with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The lines, drawn in this order.</summary>
    public required IReadOnlyList<ReportSeries> Series { get; init; }

    /// <summary>Phases marked by thin vertical lines, ascending.</summary>
    public IReadOnlyList<ReportPhase> Phases { get; init; } = [];

    /// <summary>The horizontal axis holds fractions, 0 to 1, and is labelled in per cent.</summary>
    public bool XIsFraction { get; init; }

    /// <summary>The vertical axis holds fractions, 0 to 1, and is labelled in per cent.</summary>
    public bool YIsFraction { get; init; }

    /// <summary>The vertical axis is logarithmic; values that are not positive leave a gap.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>One or two sentences below the chart, or null.</summary>
    public string? Note { get; init; }
}
