namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A measured figure with what it must be held against.</summary>
/// <param name="Group">The question that the figure helps to answer.</param>
/// <param name="Name">What is measured, and which way is better.</param>
/// <param name="Value">The figure.</param>
/// <param name="Yardsticks">What to compare it with; empty where there is nothing.</param>
public sealed record ReportFigure(string Group, string Name, string Value, string Yardsticks);
