using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Walks the tiles of a sum of outer products.</summary>
internal static unsafe class OuterKernel<T>
    where T : struct, ICpuLane<T>
{
    /// <summary>y[i][j] (+)= Σ_p a[p][row + i] · b[p][j] for i below <paramref name="rows"/> and the columns of some panels.</summary>
    /// <param name="count">Pixels.</param>
    /// <param name="a">One pointer for each pixel: rows.</param>
    /// <param name="row">Offset of the first row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="b">One pointer for each pixel: columns, readable up to a whole vector.</param>
    /// <param name="column">Offset of panel 0.</param>
    /// <param name="panels">The columns.</param>
    /// <param name="first">First panel.</param>
    /// <param name="end">Panel after the last.</param>
    /// <param name="y">Row 0, column 0 of panel 0; rows are as long as the padded columns.</param>
    /// <param name="accumulate">Whether to add to y.</param>
    public static void Multiply(
        int count, float** a, nint row, int rows, float** b, nint column, in PanelLayout panels, int first, int end, float* y, bool accumulate)
    {
        int height;
        for (int p = first; p < end; p++)
        {
            nint start = panels.FirstColumn(p);
            int vectors = panels.VectorsOf(p);
            for (int i = 0; i < rows; i += height)
            {
                height = RowsOfTile(rows - i);
                float* target = y + ((nint)i * panels.PaddedColumns) + start;
                switch (height)
                {
                    case 6: Tile<Size6>(vectors, count, a, row + i, b, column + start, target, panels.PaddedColumns, accumulate); break;
                    case 4: Tile<Size4>(vectors, count, a, row + i, b, column + start, target, panels.PaddedColumns, accumulate); break;
                    case 2: Tile<Size2>(vectors, count, a, row + i, b, column + start, target, panels.PaddedColumns, accumulate); break;
                    default: Tile<Size1>(vectors, count, a, row + i, b, column + start, target, panels.PaddedColumns, accumulate); break;
                }
            }
        }
    }

    /// <summary>Relative cost of one pixel: multiply-adds, but never fewer than the eight that hide their latency.</summary>
    public static int Cost(int rows, in PanelLayout panels)
    {
        int cost = 0;
        for (int p = 0; p < panels.Count; p++)
        {
            for (int left = rows; left > 0; left -= RowsOfTile(left)) cost += Math.Max(8, RowsOfTile(left) * panels.VectorsOf(p));
        }

        return cost;
    }

    private static int RowsOfTile(int left) => left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    private static void Tile<TRows>(int vectors, nint count, float** a, nint row, float** b, nint column, float* y, nint stride, bool accumulate)
        where TRows : struct, ITileSize
    {
        switch (vectors)
        {
            case 4: OuterTile<T, TRows, Size4>.Run(count, a, row, b, column, y, stride, accumulate); break;
            case 3: OuterTile<T, TRows, Size3>.Run(count, a, row, b, column, y, stride, accumulate); break;
            case 2: OuterTile<T, TRows, Size2>.Run(count, a, row, b, column, y, stride, accumulate); break;
            default: OuterTile<T, TRows, Size1>.Run(count, a, row, b, column, y, stride, accumulate); break;
        }
    }
}
