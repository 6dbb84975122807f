namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A rectangle in a picture, in fractions of the picture's width and height measured from its top left.</summary>
/// <param name="Left">Left edge, 0 to 1.</param>
/// <param name="Top">Top edge, 0 to 1.</param>
/// <param name="Width">Width, above 0, at most 1.</param>
/// <param name="Height">Height, above 0, at most 1.</param>
public readonly record struct ReportBox(double Left, double Top, double Width, double Height)
{
    /// <summary>The box of pixels <paramref name="left"/> ≤ x &lt; <paramref name="right"/>, <paramref name="top"/> ≤ y &lt;
    /// <paramref name="bottom"/> of a picture of <paramref name="width"/> × <paramref name="height"/> pixels.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">Column after the last.</param>
    /// <param name="bottom">Row after the last.</param>
    /// <param name="width">Picture width in pixels.</param>
    /// <param name="height">Picture height in pixels.</param>
    public static ReportBox FromPixels(double left, double top, double right, double bottom, double width, double height) =>
        new(left / width, top / height, (right - left) / width, (bottom - top) / height);
}
