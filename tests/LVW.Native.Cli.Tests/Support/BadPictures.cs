namespace LVW.Native.Cli.Tests.Support;

/// <summary>Files that look like pictures.</summary>
internal static class BadPictures
{
    /// <summary>Puts a bad file into a folder of good ones.</summary>
    public static string Put(string folder, string kind)
    {
        byte[] good = File.ReadAllBytes(Path.Combine(folder, "0000.png"));
        string path = Path.Combine(folder, kind == "mislabelled" ? "bad.jpg" : "bad.png");
        File.WriteAllBytes(path, kind switch
        {
            "truncated" => good[..(good.Length / 2)],
            "text" => "this is not a picture"u8.ToArray(),
            "oversized" => Oversized(good),
            "mislabelled" => good,
            _ => [],
        });
        return path;
    }

    // A header that claims 60000×60000 pixels, with the checksum that belongs to it.
    private static byte[] Oversized(byte[] png)
    {
        byte[] bytes = [.. png];
        ReadOnlySpan<byte> side = [0, 0, 0xEA, 0x60];
        side.CopyTo(bytes.AsSpan(16));
        side.CopyTo(bytes.AsSpan(20));
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes.AsSpan(12, 17))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), ~crc);
        return bytes;
    }
}
