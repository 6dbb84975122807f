namespace LVW.Native.Engine.Ops.Pooling;

/// <summary>An element of a map [N, rows, columns, channels] taken apart, for kernels.</summary>
internal readonly struct GpuPoolPlace
{
    /// <summary>The picture.</summary>
    public readonly int N;

    /// <summary>The row.</summary>
    public readonly int Row;

    /// <summary>The column.</summary>
    public readonly int Column;

    /// <summary>The channel.</summary>
    public readonly int C;

    private GpuPoolPlace(int i, int rows, int columns, int channels)
    {
        int pixel = i / channels;
        int line = pixel / columns;
        N = line / rows;
        Row = line - (N * rows);
        Column = pixel - (line * columns);
        C = i - (pixel * channels);
    }

    /// <summary>The place of element <paramref name="i"/> of the input.</summary>
    public static GpuPoolPlace OfInput(in PoolGeometry g, int i) => new(i, g.H, g.W, g.C);

    /// <summary>The place of element <paramref name="i"/> of the output.</summary>
    public static GpuPoolPlace OfOutput(in PoolGeometry g, int i) => new(i, g.P, g.Q, g.C);
}
