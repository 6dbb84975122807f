namespace LVW.Native.Imaging.Png;

/// <summary>The colour type of the header: bit 0 palette, bit 1 colour, bit 2 alpha.</summary>
internal enum PngColorType
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
