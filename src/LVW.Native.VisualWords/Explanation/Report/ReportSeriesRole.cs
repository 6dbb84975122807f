namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>Lines that have the same colour on the whole page.</summary>
public enum ReportSeriesRole
{
    /// <summary>The words (the page's accent colour).</summary>
    Words,

    /// <summary>The base model.</summary>
    Base,

    /// <summary>A yardstick such as a shuffled map: grey and dashed.</summary>
    Reference,
}
