namespace LVW.Native.Imaging.Jpeg;

/// <summary>Everything that stands before a baseline file's coefficients (annex B).</summary>
internal static class JpegHeaderWriter
{
    /// <summary>Writes JFIF header, tables, frame and scan header of three components.</summary>
    public static void Write(List<byte> file, int width, int height, byte[] luminance, byte[] chrominance)
    {
        file.AddRange([0xFF, JpegMarker.StartOfImage]);
        Segment(file, JpegMarker.App0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Segment(file, JpegMarker.QuantizationTables, [0, .. Stored(luminance), 1, .. Stored(chrominance)]);
        Segment(
            file, JpegMarker.BaselineFrame,
            [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]);
        Segment(
            file, JpegMarker.HuffmanTables,
            [0x00, .. JpegHuffmanCodes.Mean.Counts, .. JpegHuffmanCodes.Mean.Symbols, 0x10, .. JpegHuffmanCodes.Detail.Counts, .. JpegHuffmanCodes.Detail.Symbols]);
        Segment(file, JpegMarker.StartOfScan, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    }

    private static void Segment(List<byte> file, byte marker, byte[] content)
    {
        int length = content.Length + 2;
        file.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.AddRange(content);
    }

    private static byte[] Stored(byte[] table)
    {
        byte[] stored = new byte[64];
        for (int k = 0; k < stored.Length; k++) stored[k] = table[ZigZag.ToNatural[k]];
        return stored;
    }
}
