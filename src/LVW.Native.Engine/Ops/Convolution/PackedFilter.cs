using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// A filter [K, R, S, C / groups] as a right operand: for each group a matrix of Taps · Depth rows and Columns columns, cut into
/// blocks of the depth and panels of columns, [group][depth block][panel][tap][depth][columns of the panel].
/// </summary>
internal unsafe struct PackedFilter
{
    // Floats of one panel in one block of the depth: a panel is read once for every six pixels and must stay in the second-level cache.
    private const int PanelBudget = 160 * 1024;

    /// <summary>The filter as it lies in memory.</summary>
    public float* Filter;

    /// <summary>Floats from one filter to the next.</summary>
    public nint FilterStride;

    /// <summary>Floats from one tap to the next; taps of a row follow one another.</summary>
    public nint TapStride;

    /// <summary>Taps in a row of the filter.</summary>
    public int TapsInRow;

    /// <summary>Vertical taps in use.</summary>
    public TapLattice TapRows;

    /// <summary>Horizontal taps in use.</summary>
    public TapLattice TapColumns;

    /// <summary>Filters of one group.</summary>
    public int GroupFilters;

    /// <summary>Independent groups.</summary>
    public int Groups;

    /// <summary>Floats of one run: what is summed for each tap.</summary>
    public int Depth;

    /// <summary>Whether columns are filters (forward) or channels (input gradient).</summary>
    public bool ColumnsAreFilters;

    /// <summary>The columns of one group.</summary>
    public PanelLayout Panels;

    /// <summary>The packed filter: <see cref="Length"/> floats.</summary>
    public float* Packed;

    /// <summary>Taps in use.</summary>
    public readonly int Taps => TapRows.Count * TapColumns.Count;

    /// <summary>Floats of the packed filter.</summary>
    public readonly long Length => (long)Groups * GroupLength;

    /// <summary>Blocks into which the depth is cut, at least 1.</summary>
    public readonly int DepthBlocks
        => (int)Math.Max(1, (((long)Taps * Depth * Panels.FirstColumn(1)) + PanelBudget - 1) / PanelBudget);

    /// <summary>Depth of every block but the last.</summary>
    public readonly int DepthBlock => (Depth + DepthBlocks - 1) / DepthBlocks;

    /// <summary>Whether every group is one channel and one filter.</summary>
    public readonly bool IsDepthwise => Groups > 1 && GroupFilters == 1 && Depth == 1 && Panels.Columns == 1;

    private readonly nint GroupLength => (nint)Taps * Depth * Panels.PaddedColumns;

    /// <summary>Packs on all threads.</summary>
    public readonly void Pack(CpuDevice device)
    {
        var job = new Job { Packing = this };
        device.Workers.Run(Groups * DepthBlocks * Panels.Count, ref job);
    }

    /// <summary>The place of a tap in use among all taps of the filter.</summary>
    /// <param name="r">Vertical.</param>
    /// <param name="s">Horizontal.</param>
    public readonly int TapOf(int r, int s) => ((TapRows.Tap + (r * TapRows.TapStep)) * TapsInRow) + TapColumns.Tap + (s * TapColumns.TapStep);

    /// <summary>Panel 0 of a block of the depth.</summary>
    /// <param name="group">The group.</param>
    /// <param name="start">Where the block starts in the depth.</param>
    public readonly float* Block(int group, int start) => Packed + (group * GroupLength) + ((nint)start * Taps * Panels.PaddedColumns);

    private struct Job : IParallelJob
    {
        public PackedFilter Packing;

        // One chunk packs all taps of one panel of one block of the depth.
        public readonly void Execute(int index, int worker)
        {
            ref readonly PackedFilter f = ref Packing;
            int panel = index % f.Panels.Count;
            int block = index / f.Panels.Count % f.DepthBlocks;
            int group = index / f.Panels.Count / f.DepthBlocks;
            int start = block * f.DepthBlock;
            int depth = Math.Min(f.DepthBlock, f.Depth - start);
            if (depth <= 0) return;
            int column = f.Panels.FirstColumn(panel);
            int columns = f.Panels.ColumnsOf(panel);
            int padded = f.Panels.FirstColumn(panel + 1) - column;
            float* target = f.Block(group, start) + ((nint)column * f.Taps * depth);
            float* filters = f.Filter + (group * f.GroupFilters * f.FilterStride);
            for (int r = 0; r < f.TapRows.Count; r++)
            {
                for (int s = 0; s < f.TapColumns.Count; s++, target += (nint)depth * padded)
                {
                    float* source = filters + (f.TapOf(r, s) * f.TapStride);
                    if (f.ColumnsAreFilters)
                    {
                        PanelPacking.Transpose(source + (column * f.FilterStride) + start, f.FilterStride, depth, columns, padded, 1f, target);
                    }
                    else
                    {
                        PanelPacking.CopyRows(source + (start * f.FilterStride) + column, f.FilterStride, depth, columns, padded, 1f, target);
                    }
                }
            }
        }
    }
}
