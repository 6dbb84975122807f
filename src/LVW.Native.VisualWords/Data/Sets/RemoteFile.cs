using System.Text.Json;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A file to download.</summary>
public sealed record RemoteFile
{
    /// <summary>Where it is: http or https.</summary>
    public required string Address { get; init; }

    /// <summary>Its size in bytes, where it is known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its checksum, <c>sha256:…</c> or <c>md5:…</c> in hexadecimal digits; null where none is published.</summary>
    public string? Checksum { get; init; }

    /// <summary>Who published the checksum; <c>not published</c> where nobody did.</summary>
    public string ChecksumSource { get; init; } = "not published";

    /// <summary>Where it is unpacked or put, relative to the data set's folder; empty for the folder itself.</summary>
    public string Into { get; init; } = "";

    /// <summary>Whether it is an archive that is unpacked; other files are kept as they are.</summary>
    public bool Unpack { get; init; } = true;

    /// <summary>The file's name: the last part of the address.</summary>
    public string FileName => Uri.UnescapeDataString(new Uri(Address).Segments[^1]);

    internal void RequireSound()
    {
        bool isAddress = Uri.TryCreate(Address, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https");
        if (!isAddress) throw new JsonException($"\"{Address}\" is no http or https address");
        if (FileName.Length == 0 || FileName.IndexOfAny(['/', '\\', ':']) >= 0 || FileName.StartsWith('.')) throw new JsonException($"{Address} names no file");
        if (Into.Split('/', '\\').Any(part => part is ".." or ".") || Path.IsPathRooted(Into) || Into.Contains(':')) throw new JsonException($"\"{Into}\" is no folder inside the data set's");
        if (Checksum is null) return;
        bool isSound = Checksum.Split(':') is [var kind, var digits] && digits.All(char.IsAsciiHexDigit) && ((kind, digits.Length) is ("sha256", 64) or ("md5", 32));
        if (!isSound) throw new JsonException($"\"{Checksum}\" is no checksum; sha256: or md5: and hexadecimal digits are expected");
    }
}
