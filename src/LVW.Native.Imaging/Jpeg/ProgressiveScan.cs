namespace LVW.Native.Imaging.Jpeg;

/// <summary>Decodes the blocks of one progressive scan (annex G) into the coefficients.</summary>
/// <param name="scan">The scan's header.</param>
internal struct ProgressiveScan(JpegScan scan)
{
    private readonly int first = scan.FirstCoefficient;
    private readonly int last = scan.LastCoefficient;
    private readonly int shift = scan.ApproximationLow;
    private readonly bool refines = scan.ApproximationHigh != 0;

    /// <summary>Blocks, from the next on, that have no more new coefficients in this band.</summary>
    public int EndOfBandRun;

    /// <summary>Decodes this scan's part of one block.</summary>
    public void DecodeBlock(ref JpegBitReader reader, JpegComponent component, int blockX, int blockY)
    {
        Span<short> block = component.Coefficients.AsSpan(((blockY * component.BlocksAcross) + blockX) * 64, 64);
        if (first == 0)
        {
            if (refines) RefineDc(ref reader, block);
            else ReadDc(ref reader, component, block);
        }
        else if (refines)
        {
            RefineAc(ref reader, component.AcTable!, block);
        }
        else
        {
            ReadAc(ref reader, component.AcTable!, block);
        }
    }

    private readonly void ReadDc(ref JpegBitReader reader, JpegComponent component, Span<short> block)
    {
        int size = reader.Symbol(component.DcTable!);
        if (size > 15) throw JpegError.Damaged("the pixel data holds a DC difference of more than 15 bits");
        if (size > 0) component.DcPrediction += JpegBitReader.Extend(reader.Read(size), size);
        block[0] = (short)(component.DcPrediction << shift);
    }

    private readonly void RefineDc(ref JpegBitReader reader, Span<short> block)
    {
        if (reader.Read(1) != 0) block[0] |= (short)(1 << shift);
    }

    private void ReadAc(ref JpegBitReader reader, HuffmanTable table, Span<short> block)
    {
        if (EndOfBandRun > 0)
        {
            EndOfBandRun--;
            return;
        }

        for (int k = first; k <= last; k++)
        {
            int symbol = reader.Symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0)
            {
                if (run < 15)
                {
                    EndOfBandRun = ReadRun(ref reader, run) - 1;
                    return;
                }

                k += 15;
                continue;
            }

            k += run;
            if (k > 63) throw JpegError.Damaged("the pixel data holds a run that passes the end of its block");
            block[ZigZag.ToNatural[k]] = (short)(JpegBitReader.Extend(reader.Read(size), size) << shift);
        }
    }

    // G.1.2.3: every coefficient that is not yet zero gets one more bit; new ones are ±1 at this bit and are placed by the run of zeros
    // before them.
    private void RefineAc(ref JpegBitReader reader, HuffmanTable table, Span<short> block)
    {
        short plus = (short)(1 << shift);
        short minus = (short)(-1 << shift);
        int k = first;
        if (EndOfBandRun == 0)
        {
            for (; k <= last; k++)
            {
                int symbol = reader.Symbol(table);
                int run = symbol >> 4;
                short value = 0;
                if ((symbol & 15) != 0)
                {
                    value = reader.Read(1) != 0 ? plus : minus;
                }
                else if (run < 15)
                {
                    EndOfBandRun = ReadRun(ref reader, run);
                    break;
                }

                for (; k <= last; k++)
                {
                    ref short coefficient = ref block[ZigZag.ToNatural[k]];
                    if (coefficient != 0) Refine(ref reader, ref coefficient, plus, minus);
                    else if (run-- == 0) break;
                }

                if (value != 0 && k <= last) block[ZigZag.ToNatural[k]] = value;
            }
        }

        if (EndOfBandRun == 0) return;
        for (; k <= last; k++)
        {
            ref short coefficient = ref block[ZigZag.ToNatural[k]];
            if (coefficient != 0) Refine(ref reader, ref coefficient, plus, minus);
        }

        EndOfBandRun--;
    }

    private static void Refine(ref JpegBitReader reader, ref short coefficient, short plus, short minus)
    {
        if (reader.Read(1) != 0 && (coefficient & plus) == 0) coefficient += coefficient >= 0 ? plus : minus;
    }

    private static int ReadRun(ref JpegBitReader reader, int size) => (1 << size) + (size > 0 ? reader.Read(size) : 0);
}
