using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Rows of a left operand and of the result, given by pointers: matrix rows, or pixels with one pointer for each filter tap.</summary>
internal unsafe struct RowBlock
{
    /// <summary>Rows.</summary>
    public int Count;

    /// <summary>Runs of consecutive floats that each row consists of.</summary>
    public nint Taps;

    /// <summary>Floats of a run.</summary>
    public nint Depth;

    /// <summary>Start of run t of row i at [t · TapStride + i].</summary>
    public float** Sources;

    /// <summary>Distance of two taps in <see cref="Sources"/>.</summary>
    public nint TapStride;

    /// <summary>Added to every source pointer: a group, or a block of the depth.</summary>
    public nint Offset;

    /// <summary>Where row i of the result starts.</summary>
    public float** Targets;

    /// <summary>Added to every column of the result, and of the epilogue.</summary>
    public nint FirstColumn;
}

/// <summary>Walks the tiles of a block of rows times some packed panels.</summary>
internal static unsafe class RowKernel<T>
    where T : struct, ICpuLane<T>
{
    private const int MaxRows = 8;
    private const int TilesAhead = 2;

    /// <summary>y (+)= f(a · b) for the panels from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="panels">The columns.</param>
    /// <param name="first">First panel.</param>
    /// <param name="end">Panel after the last.</param>
    /// <param name="packed">Panel 0 of this depth: [panel][tap][depth][columns of the panel].</param>
    /// <param name="accumulate">Whether the result's present value is added to the sum before the epilogue.</param>
    /// <param name="epilogue">What happens to finished sums.</param>
    public static void Multiply<TEpilogue>(in RowBlock block, in PanelLayout panels, int first, int end, float* packed, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        bool narrow = panels.Vectors == 1;
        int rows;
        for (int i = 0; i < block.Count; i += rows)
        {
            rows = RowsOfTile(block.Count - i, narrow);
            if (TEpilogue.InRegisters)
            {
                Panels(block, i, rows, panels, first, end, packed, accumulate, epilogue);
                continue;
            }

            Panels(block, i, rows, panels, first, end, packed, accumulate, default(NoEpilogue));
            nint column = block.FirstColumn + panels.FirstColumn(first);
            for (int r = i; r < i + rows; r++) Finish(block.Targets[r], column, block.FirstColumn + Math.Min(panels.Columns, panels.FirstColumn(end)), epilogue);
        }
    }

    private static void Panels<TEpilogue>(
        in RowBlock block, int i, int rows, in PanelLayout panels, int first, int end, float* packed, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        nint rowsOfPacked = block.Taps * block.Depth;
        int ahead = Math.Min(TilesAhead * rows, block.Count - i - rows);
        for (int p = first; p < end; p++, ahead = 0)
        {
            int column = panels.FirstColumn(p);
            float* b = packed + (column * rowsOfPacked);
            if (panels.IsPartial(p)) PartialTile(block, i, rows, ahead, panels, p, b, accumulate, epilogue);
            else Tile(rows, panels.VectorsOf(p), block, block.Sources + i, ahead, b, block.Targets + i, block.FirstColumn + column, accumulate, epilogue);
        }
    }

    // y[column] = f(y[column]) for a run of columns.
    private static void Finish<TEpilogue>(float* y, nint column, nint end, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        for (; column + T.Width <= end; column += T.Width) epilogue.Apply(T.Load(y + column), column, y + column).Store(y + column);
        for (; column < end; column++) epilogue.Apply(Lane1.Load(y + column), column, y + column).Store(y + column);
    }

    private static int RowsOfTile(int left, bool narrow) => left switch
    {
        >= 8 when narrow => 8,
        >= 6 => 6,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    // A panel whose last vector is partly empty is computed beside the result, and what exists of it is copied.
    private static void PartialTile<TEpilogue>(
        in RowBlock block, int i, int rows, nint ahead, in PanelLayout panels, int panel, float* b, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        int padded = panels.VectorsOf(panel) * T.Width;
        int columns = panels.ColumnsOf(panel);
        nint column = block.FirstColumn + panels.FirstColumn(panel);
        float* tile = stackalloc float[MaxRows * padded];
        float** targets = stackalloc float*[MaxRows];
        for (int r = 0; r < rows; r++)
        {
            targets[r] = tile + (r * padded) - column;
            if (accumulate) new ReadOnlySpan<float>(block.Targets[i + r] + column, columns).CopyTo(new Span<float>(tile + (r * padded), columns));
        }

        Tile(rows, panels.VectorsOf(panel), block, block.Sources + i, ahead, b, targets, column, accumulate, epilogue);
        for (int r = 0; r < rows; r++)
        {
            new ReadOnlySpan<float>(tile + (r * padded), columns).CopyTo(new Span<float>(block.Targets[i + r] + column, columns));
        }
    }

    private static void Tile<TEpilogue>(int rows, int vectors, in RowBlock block, float** a, nint ahead, float* b, float** y, nint column, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        switch (rows)
        {
            case 8: RowTile<T, Size8, Size1>.Run(block.Taps, block.Depth, a, ahead, block.TapStride, block.Offset, b, y, column, accumulate, epilogue); break;
            case 6: Tile<Size6, TEpilogue>(vectors, block, a, ahead, b, y, column, accumulate, epilogue); break;
            case 4: Tile<Size4, TEpilogue>(vectors, block, a, ahead, b, y, column, accumulate, epilogue); break;
            case 2: Tile<Size2, TEpilogue>(vectors, block, a, ahead, b, y, column, accumulate, epilogue); break;
            default: Tile<Size1, TEpilogue>(vectors, block, a, ahead, b, y, column, accumulate, epilogue); break;
        }
    }

    private static void Tile<TRows, TEpilogue>(int vectors, in RowBlock block, float** a, nint ahead, float* b, float** y, nint column, bool accumulate, TEpilogue epilogue)
        where TRows : struct, ITileSize
        where TEpilogue : struct, IEpilogue
    {
        switch (vectors)
        {
            case 4: RowTile<T, TRows, Size4>.Run(block.Taps, block.Depth, a, ahead, block.TapStride, block.Offset, b, y, column, accumulate, epilogue); break;
            case 3: RowTile<T, TRows, Size3>.Run(block.Taps, block.Depth, a, ahead, block.TapStride, block.Offset, b, y, column, accumulate, epilogue); break;
            case 2: RowTile<T, TRows, Size2>.Run(block.Taps, block.Depth, a, ahead, block.TapStride, block.Offset, b, y, column, accumulate, epilogue); break;
            default: RowTile<T, TRows, Size1>.Run(block.Taps, block.Depth, a, ahead, block.TapStride, block.Offset, b, y, column, accumulate, epilogue); break;
        }
    }
}
