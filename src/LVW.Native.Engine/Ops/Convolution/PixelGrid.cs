namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// A grid of result pixels and the source pixels that each of them reads. Forward passes, and every phase of a strided input
/// gradient, are such grids; kernels see only the pointers made here, so no patch is ever copied.
/// </summary>
internal unsafe struct PixelGrid
{
    /// <summary>Pictures.</summary>
    public int Images;

    /// <summary>Rows of result pixels in a picture.</summary>
    public int Rows;

    /// <summary>Result pixels in a row.</summary>
    public int Columns;

    /// <summary>Source rows from one result row to the next.</summary>
    public int StrideH;

    /// <summary>Source columns from one result pixel to the next.</summary>
    public int StrideW;

    /// <summary>The source, [Images, SourceRows, SourceColumns, SourcePixel].</summary>
    public float* Source;

    /// <summary>Height of the source.</summary>
    public int SourceRows;

    /// <summary>Width of the source.</summary>
    public int SourceColumns;

    /// <summary>Floats from one source pixel to the next.</summary>
    public nint SourcePixel;

    /// <summary>Vertical taps.</summary>
    public TapLattice TapRows;

    /// <summary>Horizontal taps.</summary>
    public TapLattice TapColumns;

    /// <summary>The first result pixel.</summary>
    public float* Target;

    /// <summary>Floats from one result picture to the next.</summary>
    public nint TargetImage;

    /// <summary>Floats from one result row to the next.</summary>
    public nint TargetRow;

    /// <summary>Floats from one result pixel to the next.</summary>
    public nint TargetPixel;

    /// <summary>Result pixels of all pictures.</summary>
    public readonly long Pixels => (long)Images * Rows * Columns;

    /// <summary>Taps of a pixel.</summary>
    public readonly int Taps => TapRows.Count * TapColumns.Count;

    /// <summary>Writes the source pointer of tap t and pixel i to table[t · stride + i]; outside the source, that of <paramref name="zeros"/>.</summary>
    public readonly void FillSources(long pixel, int count, float** table, nint stride, float* zeros)
    {
        for (var run = new PixelRun(this, pixel, count); run.Next();)
        {
            float** row = table + run.Position;
            for (int r = 0; r < TapRows.Count; r++)
            {
                int h = (run.Row * StrideH) + TapRows.Shift + (r * TapRows.ShiftStep);
                bool inside = (uint)h < (uint)SourceRows;
                float* source = Source + ((((nint)run.Image * SourceRows) + h) * SourceColumns * SourcePixel);
                for (int s = 0; s < TapColumns.Count; s++, row += stride)
                {
                    int shift = TapColumns.Shift + (s * TapColumns.ShiftStep);
                    int first = 0, end = 0;
                    if (inside) Clip(run, shift, out first, out end);
                    for (int i = 0; i < first; i++) row[i] = zeros;
                    float* from = source + ((((nint)(run.Column + first) * StrideW) + shift) * SourcePixel);
                    for (int i = first; i < end; i++, from += StrideW * SourcePixel) row[i] = from;
                    for (int i = end; i < run.Length; i++) row[i] = zeros;
                }
            }
        }
    }

    /// <summary>For one tap, writes the pointers of the pixels whose source exists, source and target side by side.</summary>
    /// <returns>How many pixels those are.</returns>
    public readonly int FillPairs(long pixel, int count, int r, int s, float** sources, float** targets)
    {
        int filled = 0;
        int shift = TapColumns.Shift + (s * TapColumns.ShiftStep);
        for (var run = new PixelRun(this, pixel, count); run.Next();)
        {
            int h = (run.Row * StrideH) + TapRows.Shift + (r * TapRows.ShiftStep);
            if ((uint)h >= (uint)SourceRows) continue;
            Clip(run, shift, out int first, out int end);
            float* from = Source + (((((nint)run.Image * SourceRows) + h) * SourceColumns) + ((nint)(run.Column + first) * StrideW) + shift) * SourcePixel;
            float* to = TargetOf(run) + (first * TargetPixel);
            for (int i = first; i < end; i++, from += StrideW * SourcePixel, to += TargetPixel, filled++)
            {
                sources[filled] = from;
                targets[filled] = to;
            }
        }

        return filled;
    }

    /// <summary>Writes the pointers of result pixels.</summary>
    public readonly void FillTargets(long pixel, int count, float** table)
    {
        for (var run = new PixelRun(this, pixel, count); run.Next();)
        {
            float* to = TargetOf(run);
            for (int i = 0; i < run.Length; i++, to += TargetPixel) table[run.Position + i] = to;
        }
    }

    private readonly float* TargetOf(in PixelRun run)
        => Target + (run.Image * TargetImage) + (run.Row * TargetRow) + (run.Column * TargetPixel);

    // The pixels of the run whose source column (Column + i) · StrideW + shift lies in [0, SourceColumns).
    private readonly void Clip(in PixelRun run, int shift, out int first, out int end)
    {
        int start = (run.Column * StrideW) + shift;
        first = start >= 0 ? 0 : Math.Min(run.Length, (StrideW - 1 - start) / StrideW);
        end = start >= SourceColumns ? first : Math.Clamp((SourceColumns - start + StrideW - 1) / StrideW, first, run.Length);
    }

    /// <summary>Walks consecutive pixels in runs that stay in one row.</summary>
    private struct PixelRun
    {
        private readonly int rows;
        private readonly int columns;
        private int left;

        public PixelRun(in PixelGrid grid, long pixel, int count)
        {
            rows = grid.Rows;
            columns = grid.Columns;
            left = count;
            long row = pixel / columns;
            Column = (int)(pixel - (row * columns));
            Image = (int)(row / rows);
            Row = (int)(row - ((long)Image * rows));
        }

        public int Image { get; private set; }

        public int Row { get; private set; }

        public int Column { get; private set; }

        public int Length { get; private set; }

        public int Position { get; private set; }

        public bool Next()
        {
            if (Length > 0)
            {
                Position += Length;
                Column += Length;
                if (Column == columns)
                {
                    Column = 0;
                    if (++Row == rows)
                    {
                        Row = 0;
                        Image++;
                    }
                }
            }

            Length = Math.Min(left, columns - Column);
            left -= Length;
            return Length > 0;
        }
    }
}
