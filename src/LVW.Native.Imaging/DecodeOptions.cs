namespace LVW.Native.Imaging;

/// <summary>How a picture is decoded.</summary>
public sealed record DecodeOptions
{
    /// <summary>At most 100 million pixels, strict, orientation left alone: what a data loader wants.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>Largest accepted <c>width · height</c>, tested before any memory is taken; at least 1.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Whether truncated data and wrong checksums are errors (the default) or what could be read is returned.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether the EXIF orientation is applied; like Pillow and torchvision, it is not by default.</summary>
    public bool ApplyOrientation { get; init; }
}
