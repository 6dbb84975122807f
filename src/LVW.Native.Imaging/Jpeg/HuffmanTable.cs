namespace LVW.Native.Imaging.Jpeg;

/// <summary>A Huffman table as the decoder wants it (annex C and figure F.16, with a look-ahead table in front).</summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits that one look-up resolves.</summary>
    public const int LookAhead = 10;

    /// <summary>Set in an entry that holds a whole coefficient: code and value bits together fit the look-ahead.</summary>
    public const int Complete = 0x80;

    // Per length l: one past the last code of up to l bits, moved to the top of 16 bits; and where its symbols start, minus its first code.
    private readonly int[] end = new int[17];
    private readonly int[] offset = new int[17];
    private readonly byte[] symbols;

    /// <summary>Builds the table.</summary>
    /// <param name="counts">Number of codes of 1 to 16 bits.</param>
    /// <param name="symbols">Symbols in the order of their codes.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length) throw JpegError.Damaged("a Huffman table has more codes than its lengths allow");
                if (length <= LookAhead) FillLookUp(code, length, symbols[index]);
            }

            end[length] = code << (16 - length);
        }
    }

    /// <summary>
    /// By the next <see cref="LookAhead"/> bits: bits 0–6 how many bits are used up, bits 8–15 the symbol, and, under <see
    /// cref="Complete"/>,
    /// bits 16–31 the coefficient; 0 for longer codes.
    /// </summary>
    public int[] LookUp { get; } = new int[1 << LookAhead];

    /// <summary>Decodes a code that the look-up does not resolve.</summary>
    /// <param name="next16">The next 16 bits.</param>
    /// <returns>Length of the code in bits 0–6, symbol in bits 8–15.</returns>
    public int DecodeLong(int next16)
    {
        int length = LookAhead + 1;
        while (length <= 16 && next16 >= end[length]) length++;
        if (length > 16) throw JpegError.Damaged("the pixel data holds a code that its Huffman table lacks");
        int index = (next16 >> (16 - length)) + offset[length];
        if ((uint)index >= (uint)symbols.Length) throw JpegError.Damaged("the pixel data holds a code that its Huffman table lacks");
        return length | (symbols[index] << 8);
    }

    private void FillLookUp(int code, int length, byte symbol)
    {
        int spare = LookAhead - length;
        int size = symbol & 15;
        for (int tail = 0; tail < 1 << spare; tail++)
        {
            int entry = length | (symbol << 8);
            if (size > 0 && size <= spare)
            {
                int value = JpegBitReader.Extend(tail >> (spare - size), size);
                entry = (length + size) | Complete | (symbol << 8) | (value << 16);
            }

            LookUp[(code << spare) | tail] = entry;
        }
    }
}
