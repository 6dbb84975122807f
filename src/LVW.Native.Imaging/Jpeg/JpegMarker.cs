namespace LVW.Native.Imaging.Jpeg;

/// <summary>Second bytes of the markers (table B.1).</summary>
internal static class JpegMarker
{
    public const byte Temporary = 0x01;
    public const byte BaselineFrame = 0xC0;
    public const byte ExtendedFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte ReservedForExtensions = 0xC8;
    public const byte ArithmeticConditioning = 0xCC;
    public const byte LastFrame = 0xCF;
    public const byte FirstRestart = 0xD0;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte RestartInterval = 0xDD;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;

    /// <summary>Whether the marker stands alone, without a length and data.</summary>
    public static bool IsBare(byte marker) => marker is Temporary or (>= FirstRestart and <= StartOfImage);

    /// <summary>Whether the marker starts a frame, of whatever process.</summary>
    public static bool IsFrame(byte marker)
        => marker is >= BaselineFrame and <= LastFrame and not HuffmanTables and not ReservedForExtensions and not ArithmeticConditioning;

    /// <summary>What the process of a frame is called.</summary>
    public static string ProcessName(byte frame) => frame switch
    {
        BaselineFrame => "baseline",
        ExtendedFrame => "extended sequential",
        ProgressiveFrame => "progressive",
        0xC3 or 0xC7 or 0xCB or 0xCF => "lossless",
        0xC5 or 0xC6 or 0xCD or 0xCE => "hierarchical",
        _ => "arithmetic-coded",
    };
}
