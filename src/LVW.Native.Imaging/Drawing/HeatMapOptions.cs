using LVW.Native.Imaging.Resampling;

namespace LVW.Native.Imaging.Drawing;

/// <summary>How a heat map is laid over a picture.</summary>
public sealed record HeatMapOptions
{
    /// <summary>Turbo at half opacity, upsampled bicubically.</summary>
    public static HeatMapOptions Default { get; } = new();

    /// <summary>The colours.</summary>
    public Colormap Colormap { get; init; } = Colormap.Turbo;

    /// <summary>Share of the colour in the result, 0 (picture alone) to 1 (colours alone).</summary>
    public float Opacity { get; init; } = 0.5f;

    /// <summary>
    /// Whether the opacity of a place is <see cref="Opacity"/> times its value, so that cold places show the picture as it is.
    /// </summary>
    public bool FadeWithValue { get; init; }

    /// <summary>How the map is brought to the picture's size.</summary>
    public ResampleFilter Filter { get; init; } = ResampleFilter.Bicubic;
}
