namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>How much may come out of an archive; more is taken for an attack.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Files and folders.</summary>
    public int Entries { get; init; } = 1_000_000;

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; init; } = 64L << 30;

    /// <summary>Bytes of all files for each byte of the archive. Deflate itself reaches 1,032; pictures stay near 1.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Bytes that are allowed whatever the ratio: small archives of lists pack well.</summary>
    public long Free { get; init; } = 16 << 20;
}
