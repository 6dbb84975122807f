namespace LVW.Native.VisualWords.Comparison;

/// <summary>How a figure is written.</summary>
public enum FigureUnit
{
    /// <summary>A share of pictures, in per cent; differences in points.</summary>
    Share,

    /// <summary>A ratio or an area, with three decimals.</summary>
    Ratio,

    /// <summary>A mean number of things, with one decimal.</summary>
    Number,

    /// <summary>Seconds.</summary>
    Seconds,
}
