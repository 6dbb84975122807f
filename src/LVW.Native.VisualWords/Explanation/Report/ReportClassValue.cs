namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A class and a number that belongs to it: a probability, a count of neighbours or a weight.</summary>
/// <param name="Class">The class's name, as the data set spells it.</param>
/// <param name="Value">The number; its meaning and range are those of the property that holds it.</param>
public readonly record struct ReportClassValue(string Class, double Value);
