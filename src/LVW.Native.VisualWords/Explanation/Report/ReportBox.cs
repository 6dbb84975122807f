namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A rectangle in a picture, in fractions of the picture's width and height measured from its top left.</summary>
/// <param name="Left">Left edge, 0 to 1.</param>
/// <param name="Top">Top edge, 0 to 1.</param>
/// <param name="Width">Width, above 0, at most 1.</param>
/// <param name="Height">Height, above 0, at most 1.</param>
public readonly record struct ReportBox(double Left, double Top, double Width, double Height);
