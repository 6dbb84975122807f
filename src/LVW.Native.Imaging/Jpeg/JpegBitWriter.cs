namespace LVW.Native.Imaging.Jpeg;

/// <summary>Writes codes bit by bit; a byte of ones is followed by a zero byte (F.1.2.3).</summary>
/// <param name="file">Receives the bytes.</param>
internal sealed class JpegBitWriter(List<byte> file)
{
    private ulong held;
    private int count;

    /// <summary>A symbol's code and the value's low bits; negative values are written less one (F.1.2.1).</summary>
    /// <param name="codes">The table.</param>
    /// <param name="symbol">The symbol; its low half is the value's number of bits.</param>
    /// <param name="value">The value.</param>
    public void Write(JpegHuffmanCodes codes, int symbol, int value)
    {
        Write(codes.Codes[symbol], codes.Lengths[symbol]);
        int size = symbol & 15;
        Write((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Flush()
    {
        if (count > 0) Write((1 << (8 - count)) - 1, 8 - count);
    }

    private void Write(int bits, int length)
    {
        held = (held << length) | (uint)bits;
        for (count += length; count >= 8; count -= 8)
        {
            byte next = (byte)(held >> (count - 8));
            file.Add(next);
            if (next == 0xFF) file.Add(0);
        }
    }
}
