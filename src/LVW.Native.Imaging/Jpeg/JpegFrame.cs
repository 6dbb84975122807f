using System.Buffers.Binary;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>The frame header (B.2.2) and the components' memory.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        Progressive = progressive;
        Components = components;
        MaxH = components.Max(c => c.H);
        MaxV = components.Max(c => c.V);
        UnitsAcross = (width + (8 * MaxH) - 1) / (8 * MaxH);
        UnitsDown = (height + (8 * MaxV) - 1) / (8 * MaxV);
        foreach (JpegComponent component in components) component.SetGeometry(width, height, MaxH, MaxV, UnitsAcross, UnitsDown);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether coefficients come in several scans.</summary>
    public bool Progressive { get; }

    /// <summary>One for grey, three for colour, four for CMYK.</summary>
    public JpegComponent[] Components { get; }

    /// <summary>Largest horizontal sampling factor.</summary>
    public int MaxH { get; }

    /// <summary>Largest vertical sampling factor.</summary>
    public int MaxV { get; }

    /// <summary>Units (8·MaxH × 8·MaxV pixels) per row in an interleaved scan.</summary>
    public int UnitsAcross { get; }

    /// <summary>Rows of units in an interleaved scan.</summary>
    public int UnitsDown { get; }

    /// <summary>Reads the header; takes no memory for pixels.</summary>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (JpegMarker.BaselineFrame or JpegMarker.ExtendedFrame or JpegMarker.ProgressiveFrame))
        {
            throw JpegError.Unsupported($"the {JpegMarker.ProcessName(marker)} process (frame type {marker:X2})");
        }

        if (segment.Length < 9) throw JpegError.Damaged($"the frame header has only {segment.Length} bytes");
        if (segment[0] != 8) throw JpegError.Unsupported($"a precision of {segment[0]} bits (8 is read)");
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        int count = segment[5];
        if (width == 0 || height == 0) throw JpegError.Damaged($"the frame header declares {width}×{height} pixels");
        if (count is not (1 or 3 or 4)) throw JpegError.Unsupported($"a picture of {count} components (1, 3 or 4 are read)");
        if (segment.Length < 6 + (3 * count))
        {
            throw JpegError.Damaged($"the frame header has {segment.Length} bytes, too few for {count} components");
        }

        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = segment.Slice(6 + (3 * i), 3);
            int h = entry[1] >> 4;
            int v = entry[1] & 15;
            if (h is < 1 or > 4 || v is < 1 or > 4 || entry[2] > 3)
            {
                throw JpegError.Damaged($"component {i} declares sampling {h}×{v} and quantization table {entry[2]}");
            }

            components[i] = new JpegComponent { Id = entry[0], H = h, V = v, QuantizationIndex = entry[2] };
        }

        var frame = new JpegFrame(width, height, marker == JpegMarker.ProgressiveFrame, components);
        foreach (JpegComponent component in components)
        {
            if (frame.MaxH % component.H != 0 || frame.MaxV % component.V != 0)
            {
                throw JpegError.Unsupported($"sampling {component.H}×{component.V} in a frame of {frame.MaxH}×{frame.MaxV}");
            }
        }

        return frame;
    }

    /// <summary>
    /// The least that the entropy-coded data can take: two bits a block (DC and end of block), or one where AC coefficients have scans of
    /// their own.
    /// </summary>
    public long LeastBytes()
    {
        long blocks = 0;
        foreach (JpegComponent component in Components) blocks += (long)component.OwnBlocksAcross * component.OwnBlocksDown;
        return blocks * (Progressive ? 1 : 2) / 8;
    }

    /// <summary>Rents the components' memory.</summary>
    public void Allocate()
    {
        foreach (JpegComponent component in Components) component.Allocate(Progressive);
    }

    /// <summary>Returns the components' memory.</summary>
    public void Free()
    {
        foreach (JpegComponent component in Components) component.Free();
    }
}
