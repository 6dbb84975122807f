namespace LVW.Native.Imaging.Resampling;

/// <summary>The kernel of a resize; all of them widen when shrinking, so every source pixel counts (antialiased).</summary>
public enum ResampleFilter
{
    /// <summary>Mean of the covered pixels; radius 0.5.</summary>
    Box,

    /// <summary>Triangle <c>1 − |x|</c>; radius 1. What torchvision resizes pictures with.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −0.5; radius 2.</summary>
    Bicubic,

    /// <summary><c>sinc(x) · sinc(x / 3)</c>; radius 3.</summary>
    Lanczos,
}
