using System.Buffers;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>One component of a frame: its sampling, its tables and its samples.</summary>
internal sealed class JpegComponent
{
    /// <summary>Identifier by which scans name the component.</summary>
    public required byte Id { get; init; }

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public required int H { get; init; }

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public required int V { get; init; }

    /// <summary>Which quantization table, 0 to 3.</summary>
    public required int QuantizationIndex { get; init; }

    /// <summary>The quantization table as it was when the component's first scan began; null before.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>Table of the DC differences, for the current scan.</summary>
    public HuffmanTable? DcTable { get; set; }

    /// <summary>Table of the AC coefficients, for the current scan.</summary>
    public HuffmanTable? AcTable { get; set; }

    /// <summary>DC value of the previous block.</summary>
    public int DcPrediction { get; set; }

    /// <summary>Columns that carry picture; the stored rows go on to whole blocks.</summary>
    public int Width { get; private set; }

    /// <summary>Rows that carry picture.</summary>
    public int Height { get; private set; }

    /// <summary>Blocks per row as stored: whole units of an interleaved scan.</summary>
    public int BlocksAcross { get; private set; }

    /// <summary>Rows of blocks as stored.</summary>
    public int BlocksDown { get; private set; }

    /// <summary>Blocks per row in a scan of this component alone.</summary>
    public int OwnBlocksAcross => (Width + 7) / 8;

    /// <summary>Rows of blocks in a scan of this component alone.</summary>
    public int OwnBlocksDown => (Height + 7) / 8;

    /// <summary>Bytes from one row of samples to the next.</summary>
    public int Stride => BlocksAcross * 8;

    /// <summary>[BlocksDown · 8, Stride], at least; rented.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>[BlocksDown, BlocksAcross, 64] in row-major order within a block, at least; rented. Empty unless progressive.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Sets the sizes that follow from the frame's.</summary>
    public void SetGeometry(int frameWidth, int frameHeight, int maxH, int maxV, int unitsAcross, int unitsDown)
    {
        Width = ((frameWidth * H) + maxH - 1) / maxH;
        Height = ((frameHeight * V) + maxV - 1) / maxV;
        BlocksAcross = unitsAcross * H;
        BlocksDown = unitsDown * V;
    }

    /// <summary>Rents the memory; places that no scan reaches are medium grey.</summary>
    public void Allocate(bool progressive)
    {
        int samples = checked(BlocksAcross * BlocksDown * 64);
        Samples = ArrayPool<byte>.Shared.Rent(samples);
        if (progressive)
        {
            Coefficients = ArrayPool<short>.Shared.Rent(samples);
            Coefficients.AsSpan(0, samples).Clear();
        }
        else
        {
            Samples.AsSpan(0, samples).Fill(128);
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Free()
    {
        if (Samples.Length > 0) ArrayPool<byte>.Shared.Return(Samples);
        if (Coefficients.Length > 0) ArrayPool<short>.Shared.Return(Coefficients);
        Samples = [];
        Coefficients = [];
    }
}
