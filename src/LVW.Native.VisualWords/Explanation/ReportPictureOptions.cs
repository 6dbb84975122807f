namespace LVW.Native.VisualWords.Explanation;

/// <summary>How large pictures in pages are.</summary>
public sealed record ReportPictureOptions
{
    /// <summary>Longest side of a reduced whole picture, in pixels.</summary>
    public int WholeSide { get; init; } = 200;

    /// <summary>Side of a patch, in pixels.</summary>
    public int PatchSide { get; init; } = 56;

    /// <summary>Largest file that is taken as it is, in bytes.</summary>
    public int OriginalBytes { get; init; } = 60_000;

    /// <summary>Quality of encoded pictures, 1 to 100.</summary>
    public int Quality { get; init; } = 75;

    /// <summary>Sizes that keep a page of so many words and explanations to some megabytes.</summary>
    /// <param name="words">Words on the page, ten patches each.</param>
    /// <param name="wholePictures">Whole pictures on the page.</param>
    public static ReportPictureOptions For(int words, int wholePictures)
    {
        const int Budget = 1_800_000;
        return new ReportPictureOptions
        {
            OriginalBytes = Math.Min(60_000, Budget / Math.Max(1, wholePictures)),
            WholeSide = wholePictures > 250 ? 128 : 200,
            PatchSide = words switch { <= 120 => 56, <= 250 => 48, _ => 32 },
            Quality = words > 250 ? 65 : 75,
        };
    }
}
