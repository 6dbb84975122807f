namespace LVW.Native.Imaging.Jpeg;

/// <summary>The decoder's complaints in one voice.</summary>
internal static class JpegError
{
    /// <summary>The file contradicts the format.</summary>
    public static ImageFormatException Damaged(string what) => new($"JPEG: {what}. The file is damaged; fetch it again.");

    /// <summary>The file ends too early.</summary>
    public static ImageFormatException Truncated(string where)
        => new($"JPEG: the file ends {where}. It is truncated; fetch it again, or decode with Strict = false to get what is there.");

    /// <summary>The file is valid but of a kind that is not read.</summary>
    public static ImageFormatException Unsupported(string what)
        => new($"JPEG: {what} is not supported. Convert the picture to baseline JPEG or PNG.");
}
