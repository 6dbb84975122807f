namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A named stretch of a chart's horizontal axis, such as a training phase.</summary>
/// <param name="Name">The label, short.</param>
/// <param name="Start">Where the phase begins, in units of the axis.</param>
public readonly record struct ReportPhase(string Name, double Start);
