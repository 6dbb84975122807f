namespace LVW.Native.Imaging.Jpeg;

/// <summary>Visits the blocks of one scan in their order and minds the restart markers.</summary>
internal readonly struct JpegScanRunner(JpegFrame frame, JpegScan scan, int restartInterval, bool strict)
{
    /// <summary>Decodes the scan.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Where to look for the next marker.</returns>
    public int Run(ReadOnlySpan<byte> file)
    {
        var reader = new JpegBitReader(file, scan.DataStart);
        var progressive = new ProgressiveScan(scan);
        Span<short> block = stackalloc short[64];
        bool alone = scan.Components.Length == 1;
        int across = alone ? scan.Components[0].OwnBlocksAcross : frame.UnitsAcross;
        int down = alone ? scan.Components[0].OwnBlocksDown : frame.UnitsDown;
        int untilRestart = restartInterval;
        int restarts = 0;
        for (int y = 0; y < down; y++)
        {
            for (int x = 0; x < across; x++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    if (!Restart(ref reader, ref progressive, restarts++)) return reader.Position;
                    untilRestart = restartInterval - 1;
                }

                if (alone) DecodeBlock(ref reader, ref progressive, scan.Components[0], x, y, block);
                else DecodeUnit(ref reader, ref progressive, x, y, block);
                if (!reader.Overrun) continue;
                if (strict)
                {
                    throw JpegError.Truncated($"in row {y + 1} of {down} rows of blocks of a scan, or a marker stands there too early");
                }

                return reader.Position;
            }
        }

        return reader.Position;
    }

    private void DecodeUnit(ref JpegBitReader reader, ref ProgressiveScan progressive, int x, int y, scoped Span<short> block)
    {
        foreach (JpegComponent component in scan.Components)
        {
            for (int v = 0; v < component.V; v++)
            {
                for (int h = 0; h < component.H; h++)
                {
                    DecodeBlock(ref reader, ref progressive, component, (x * component.H) + h, (y * component.V) + v, block);
                }
            }
        }
    }

    private void DecodeBlock(
        ref JpegBitReader reader, ref ProgressiveScan progressive, JpegComponent component, int x, int y, scoped Span<short> block)
    {
        if (frame.Progressive) progressive.DecodeBlock(ref reader, component, x, y);
        else BaselineScan.DecodeBlock(ref reader, component, x, y, block);
    }

    private bool Restart(ref JpegBitReader reader, ref ProgressiveScan progressive, int index)
    {
        progressive.EndOfBandRun = 0;
        foreach (JpegComponent component in scan.Components) component.DcPrediction = 0;
        if (reader.Restart((byte)(JpegMarker.FirstRestart + (index & 7)))) return true;
        if (strict) throw JpegError.Damaged($"restart marker {index & 7} is missing");
        return false;
    }
}
