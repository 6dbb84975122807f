namespace LVW.Native.Imaging.Jpeg;

/// <summary>A Huffman table for writing: the code of each symbol, from the table as files hold it (annex C).</summary>
internal sealed class JpegHuffmanCodes
{
    private JpegHuffmanCodes(byte[] counts, byte[] symbols)
    {
        Counts = counts;
        Symbols = symbols;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++, code++, next++)
            {
                Codes[symbols[next]] = code;
                Lengths[symbols[next]] = length;
            }
        }
    }

    /// <summary>Table K.3, for the sizes of differences of means.</summary>
    public static JpegHuffmanCodes Mean { get; } = new([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    /// <summary>Table K.5, for runs and sizes of the other coefficients.</summary>
    public static JpegHuffmanCodes Detail { get; } = new(
        [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
        Convert.FromHexString(
            "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A434445464748494A"
            + "535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7"
            + "C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA"));

    /// <summary>Codes of each length, 1 to 16 bits.</summary>
    public byte[] Counts { get; }

    /// <summary>The symbols in the order of their codes.</summary>
    public byte[] Symbols { get; }

    /// <summary>Code by symbol.</summary>
    public int[] Codes { get; } = new int[256];

    /// <summary>Bits of the code by symbol.</summary>
    public int[] Lengths { get; } = new int[256];
}
