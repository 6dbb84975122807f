namespace LVW.Native.Imaging.Jpeg;

/// <summary>The scan header (B.2.3): which components and, in a progressive frame, which coefficients and bits of them.</summary>
internal readonly struct JpegScan
{
    private JpegScan(
        JpegComponent[] components, int firstCoefficient, int lastCoefficient, int approximationHigh, int approximationLow, int dataStart)
    {
        Components = components;
        FirstCoefficient = firstCoefficient;
        LastCoefficient = lastCoefficient;
        ApproximationHigh = approximationHigh;
        ApproximationLow = approximationLow;
        DataStart = dataStart;
    }

    /// <summary>The components; several are interleaved unit by unit.</summary>
    public JpegComponent[] Components { get; }

    /// <summary>First coefficient in zigzag order (Ss).</summary>
    public int FirstCoefficient { get; }

    /// <summary>Last coefficient in zigzag order (Se).</summary>
    public int LastCoefficient { get; }

    /// <summary>Bit position of the previous scan of these coefficients (Ah); 0 in the first.</summary>
    public int ApproximationHigh { get; }

    /// <summary>Bit position of this scan (Al).</summary>
    public int ApproximationLow { get; }

    /// <summary>Where the entropy-coded data starts in the file.</summary>
    public int DataStart { get; }

    /// <summary>Reads the header and gives its components their tables.</summary>
    public static JpegScan Parse(ReadOnlySpan<byte> segment, int dataStart, JpegFrame frame, JpegTables tables)
    {
        int count = segment.Length > 0 ? segment[0] : 0;
        if (count is < 1 or > 4 || segment.Length < 4 + (2 * count)) throw JpegError.Damaged("a scan header has the wrong length");
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            byte id = segment[1 + (2 * i)];
            byte selectors = segment[2 + (2 * i)];
            JpegComponent component = Array.Find(frame.Components, c => c.Id == id)
                ?? throw JpegError.Damaged($"a scan names component {id}, which the frame lacks");
            if (Array.IndexOf(components, component, 0, i) >= 0) throw JpegError.Damaged($"a scan names component {id} twice");
            component.DcTable = tables.Dc[(selectors >> 4) & 3];
            component.AcTable = tables.Ac[selectors & 3];
            component.DcPrediction = 0;
            component.Quantization ??= tables.Quantization[component.QuantizationIndex]
                ?? throw JpegError.Damaged($"quantization table {component.QuantizationIndex} is missing");
            components[i] = component;
        }

        ReadOnlySpan<byte> tail = segment[(1 + (2 * count))..];
        var scan = new JpegScan(components, tail[0], tail[1], tail[2] >> 4, tail[2] & 15, dataStart);
        if (frame.Progressive) scan.CheckProgression();
        else scan.CheckTables(dc: true, ac: true);
        return scan;
    }

    private void CheckProgression()
    {
        bool dc = FirstCoefficient == 0;
        bool band = dc ? LastCoefficient == 0 : LastCoefficient >= FirstCoefficient && LastCoefficient <= 63 && Components.Length == 1;
        bool bits = ApproximationLow <= 13 && (ApproximationHigh == 0 || ApproximationLow == ApproximationHigh - 1);
        if (!band || !bits)
        {
            throw JpegError.Damaged(
                $"a scan of {Components.Length} components declares coefficients {FirstCoefficient} to {LastCoefficient}, "
                + $"bits {ApproximationHigh} to {ApproximationLow}");
        }

        CheckTables(dc: dc && ApproximationHigh == 0, ac: !dc);
    }

    private void CheckTables(bool dc, bool ac)
    {
        foreach (JpegComponent component in Components)
        {
            if ((dc && component.DcTable is null) || (ac && component.AcTable is null))
            {
                throw JpegError.Damaged("a scan uses a Huffman table that is missing");
            }
        }
    }
}
