namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>How a shape is filled.</summary>
/// <param name="Top">Colour at the top of the shape's bounding box.</param>
/// <param name="Bottom">Colour at its bottom; linear in between.</param>
/// <param name="Alpha">Opacity, 0 to 1.</param>
/// <param name="Soft">Whether the opacity falls off as (1 − r²)² to the border of the bounding ellipse: shadows and glows.</param>
internal readonly record struct Paint(Colour Top, Colour Bottom, float Alpha = 1, bool Soft = false)
{
    public static Paint Flat(Colour colour, double alpha = 1) => new(colour, colour, (float)alpha);

    /// <summary>Lit from above.</summary>
    public static Paint Lit(Colour colour) => new(colour.Lighter(0.16), colour.Darker(0.16));

    public static Paint Glow(Colour colour, double alpha) => new(colour, colour, (float)alpha, Soft: true);
}
