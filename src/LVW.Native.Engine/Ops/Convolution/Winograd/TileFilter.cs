using System.Runtime.Intrinsics.X86;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>A filter [K, 3, 3, C] as the right operand of the products at all points: columns are filters, or in input gradients channels.</summary>
internal readonly unsafe struct TileFilter(float* filter, int filters, int channels, bool turned)
{
    private const int Taps = 9;

    private readonly float* filter = filter;

    /// <summary>What the products sum over: channels, or filters when turned.</summary>
    public int Depth => turned ? filters : channels;

    /// <summary>What the products give: filters, or channels when turned.</summary>
    public int Columns => turned ? channels : filters;

    /// <summary>Floats of the copy that <see cref="Transform"/> may need.</summary>
    public static long CopyLength(int depth, int paddedColumns) => Taps * (long)TilePlanes.Spread((nint)depth * paddedColumns);

    // planes[point][panel][d][j] = (G w[…] Gᵀ)[point] for a block of the depth and a run of columns: packed panels, one plane for each point.
    // Where columns lie far apart in memory they are first copied tap by tap, so that lanes run over columns.
    public void Transform<T>(
        WinogradTile tile, int start, int depth, int column, in PanelLayout panels, float* copy, float* between, float* planes, nint plane)
        where T : struct, ICpuLane<T>
    {
        float** taps = stackalloc float*[Taps];
        float** next = stackalloc float*[Taps];
        float** points = stackalloc float*[WinogradTile.MostPoints];
        nint row = (nint)Taps * channels;
        for (int p = 0; p < panels.Count; p++)
        {
            int first = column + panels.FirstColumn(p);
            int padded = panels.FirstColumn(p + 1) - panels.FirstColumn(p);
            int columns = Math.Min(padded, Columns - first);
            float* target = planes + (panels.FirstColumn(p) * depth);
            for (int i = 0; i < tile.Points; i++) points[i] = target + (i * plane);
            bool inPlace = turned && columns == padded;
            for (int tap = 0; tap < Taps; tap++)
            {
                float* lies = turned
                    ? filter + (start * row) + ((nint)(Taps - 1 - tap) * channels) + first
                    : filter + (first * row) + ((nint)tap * channels) + start;
                taps[tap] = inPlace ? lies : copy + (tap * TilePlanes.Spread((nint)depth * padded));
                if (!turned) PanelPacking.Transpose(lies, row, depth, columns, padded, 1f, taps[tap]);
                else if (!inPlace) PanelPacking.CopyRows(lies, row, depth, columns, padded, 1f, taps[tap]);
            }

            if (!inPlace)
            {
                tile.Filter<T>((nint)depth * padded, taps, 0, null, between, points, 0);
                continue;
            }

            for (int tap = 0; tap < Taps; tap++) next[tap] = taps[tap] + row;
            for (int d = 0; d < depth; d++)
            {
                tile.Filter<T>(padded, taps, d * row, next, between, points, (nint)d * padded);
            }
        }
    }

    /// <summary>Fetches the part of a block's runs that belongs to a point, so that the whole block has arrived after the last point.</summary>
    public void Prefetch(int start, int depth, int column, int columns, int point, int points)
    {
        if (!Sse.IsSupported) return;
        (int rows, int length) = turned ? (depth, columns) : (columns, depth);
        float* block = filter + ((nint)(turned ? start : column) * Taps * channels) + (turned ? column : start);
        int runs = rows * Taps;
        for (int run = runs * point / points; run < runs * (point + 1) / points; run++)
        {
            for (int i = 0; i < length; i += 16) Sse.Prefetch1(block + ((nint)run * channels) + i);
        }
    }
}
