namespace LVW.Native.Imaging.Jpeg;

/// <summary>Decodes the blocks of a sequential scan (F.2) straight to samples.</summary>
internal static class BaselineScan
{
    /// <summary>Decodes one block of <paramref name="component"/> and writes its samples.</summary>
    public static void DecodeBlock(ref JpegBitReader reader, JpegComponent component, int blockX, int blockY, scoped Span<short> block)
    {
        block.Clear();
        int last = ReadCoefficients(ref reader, component, block);
        Span<byte> target = component.Samples.AsSpan((blockY * 8 * component.Stride) + (blockX * 8));
        if (last == 0) InverseDct.WriteConstant(block[0], component.Quantization!, target, component.Stride);
        else InverseDct.Transform(block, component.Quantization, target, component.Stride);
    }

    // Returns the index of the last coefficient, in zigzag order, that may not be zero.
    private static int ReadCoefficients(ref JpegBitReader reader, JpegComponent component, scoped Span<short> block)
    {
        int size = reader.Symbol(component.DcTable!);
        if (size > 15) throw JpegError.Damaged("the pixel data holds a DC difference of more than 15 bits");
        if (size > 0) component.DcPrediction += JpegBitReader.Extend(reader.Read(size), size);
        block[0] = (short)component.DcPrediction;

        HuffmanTable table = component.AcTable!;
        ReadOnlySpan<int> lookUp = table.LookUp;
        ReadOnlySpan<byte> order = ZigZag.ToNatural;
        int last = 0;
        ulong bits = reader.Bits;
        int count = reader.Count;
        for (int k = 1; k < 64; k++)
        {
            // A code and its value take at most 31 bits.
            if (count < 32)
            {
                reader.Bits = bits;
                reader.Count = count;
                reader.Refill();
                bits = reader.Bits;
                count = reader.Count;
            }

            int entry = lookUp[(int)(bits >> (64 - HuffmanTable.LookAhead))];
            if ((entry & HuffmanTable.Complete) != 0)
            {
                int length = entry & 0x7F;
                bits <<= length;
                count -= length;
                k += (entry >> 12) & 15;
                block[order[k]] = (short)(entry >> 16);
                last = k;
                continue;
            }

            if (entry == 0) entry = table.DecodeLong((int)(bits >> 48));
            int codeLength = entry & 0x7F;
            bits <<= codeLength;
            count -= codeLength;
            int run = (entry >> 12) & 15;
            size = (entry >> 8) & 15;
            if (size == 0)
            {
                if (run != 15) break;
                k += 15;
                continue;
            }

            k += run;
            block[order[k]] = (short)JpegBitReader.Extend((int)(bits >> (64 - size)), size);
            bits <<= size;
            count -= size;
            last = k;
        }

        reader.Bits = bits;
        reader.Count = count;
        return last;
    }
}
