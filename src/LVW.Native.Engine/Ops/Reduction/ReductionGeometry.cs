using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// A reduction over any subset of axes, with neighbouring axes of one kind merged. At most two kept (K) and two reduced (R) axes
/// remain: in rows, x is [K0, R0, K1, R1]; in columns, x is [R0, K0, R1, K1]. The reduced position is r = r0·R1 + r1, row-major.
/// </summary>
/// <remarks>
/// The work is cut into tasks by shape alone: a task is one kept k0, a block of columns (one in rows), and a piece of the reduced
/// range. With more than one piece the partial results are combined afterwards in order.
/// </remarks>
internal readonly struct ReductionGeometry
{
    /// <summary>Columns that one task reduces side by side: four of the widest vectors.</summary>
    public const int ColumnBlock = 64;

    private ReductionGeometry(bool columns, ReadOnlySpan<long> sizes)
    {
        IsColumns = columns;
        (K0, R0, K1, R1) = columns ? (sizes[1], sizes[0], sizes[3], sizes[2]) : (sizes[0], sizes[1], sizes[2], sizes[3]);
        BlockWidth = columns ? ColumnBlock : 1;
        Blocks = (K1 + BlockWidth - 1) / BlockWidth;
        PieceLength = Chunks.MemoryBound / Math.Clamp(K1, 1, BlockWidth);
        Pieces = Math.Max(1, (Reduced + PieceLength - 1) / PieceLength);
    }

    /// <summary>Whether the last axis of x is kept.</summary>
    public bool IsColumns { get; }

    /// <summary>Size of the outer kept axis.</summary>
    public long K0 { get; }

    /// <summary>Size of the outer reduced axis.</summary>
    public long R0 { get; }

    /// <summary>Size of the inner kept axis.</summary>
    public long K1 { get; }

    /// <summary>Size of the inner reduced axis.</summary>
    public long R1 { get; }

    /// <summary>Columns in a task's block.</summary>
    public int BlockWidth { get; }

    /// <summary>Blocks that the inner kept axis is cut into.</summary>
    public long Blocks { get; }

    /// <summary>Reduced positions in every piece but the last.</summary>
    public long PieceLength { get; }

    /// <summary>Pieces that the reduced range is cut into; at least 1.</summary>
    public long Pieces { get; }

    /// <summary>Elements that one output is reduced from.</summary>
    public long Reduced => R0 * R1;

    /// <summary>Elements of the output.</summary>
    public long Outputs => K0 * K1;

    /// <summary>All tasks, grouped so that a chunk has enough to do.</summary>
    public Chunks Tasks => Chunks.OfRows(K0 * Blocks * Pieces, Math.Min(PieceLength, Reduced) * Math.Min(BlockWidth, K1));

    /// <summary>The outputs, grouped so that combining their pieces is worth a chunk.</summary>
    public Chunks Combinations => Chunks.OfRows(Outputs, Pieces);

    /// <summary>The geometry and the shape of the result.</summary>
    /// <param name="op">The op's name, for the error.</param>
    /// <param name="x">The shape to reduce.</param>
    /// <param name="axes">Axes to reduce, from either end; empty means all.</param>
    /// <param name="keepDimensions">Whether reduced axes stay as size 1.</param>
    /// <param name="result">The shape of the result.</param>
    /// <exception cref="ArgumentException">An axis does not exist or is named twice.</exception>
    public static ReductionGeometry Of(string op, Shape x, ReadOnlySpan<int> axes, bool keepDimensions, out Shape result)
    {
        Span<bool> reduced = stackalloc bool[Shape.MaxRank];
        reduced.Fill(axes.IsEmpty);
        foreach (int axis in axes)
        {
            int normal = axis < 0 ? axis + x.Rank : axis;
            if ((uint)normal >= (uint)x.Rank)
            {
                throw new ArgumentException($"{op}: there is no axis {axis} in the shape {x}. Axes run from {-x.Rank} to {x.Rank - 1}.");
            }

            if (reduced[normal]) throw new ArgumentException($"{op}: axis {axis} of the shape {x} is named twice. Name each axis once.");
            reduced[normal] = true;
        }

        Span<int> sizes = stackalloc int[Shape.MaxRank];
        int rank = 0;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (!reduced[axis]) sizes[rank++] = x[axis];
            else if (keepDimensions) sizes[rank++] = 1;
        }

        result = new Shape(sizes[..rank]);
        return Of(x, reduced);
    }

    /// <summary>The reduced axes as bits, for what is recorded.</summary>
    /// <param name="x">The shape to reduce.</param>
    /// <param name="axes">Axes to reduce, from either end; empty means all.</param>
    public static int Bits(Shape x, ReadOnlySpan<int> axes)
    {
        int bits = axes.IsEmpty ? (1 << x.Rank) - 1 : 0;
        foreach (int axis in axes) bits |= 1 << x.Axis(axis);
        return bits;
    }

    /// <summary>The sum that undoes broadcasting: over every axis along which <paramref name="operand"/> was repeated.</summary>
    /// <param name="y">The broadcast shape.</param>
    /// <param name="operand">The operand's shape, aligned at the last axis.</param>
    public static ReductionGeometry OfRepeated(Shape y, Shape operand)
    {
        Span<bool> reduced = stackalloc bool[Shape.MaxRank];
        reduced.Clear();
        for (int axis = 0; axis < y.Rank; axis++)
        {
            int own = axis - y.Rank + operand.Rank;
            reduced[axis] = y[axis] != 1 && (own < 0 || operand[own] == 1);
        }

        return Of(y, reduced);
    }

    /// <summary>The way back: x on the left, the result on the right, repeated along the reduced axes.</summary>
    public BroadcastGeometry Spread()
    {
        int k0 = checked((int)K0);
        int r0 = checked((int)R0);
        int k1 = checked((int)K1);
        int r1 = checked((int)R1);
        return IsColumns
            ? BroadcastGeometry.Of("Reduction", [r0, k0, r1, k1], [1, k0, 1, k1])
            : BroadcastGeometry.Of("Reduction", [k0, r0, k1, r1], [k0, 1, k1, 1]);
    }

    /// <summary>Splits a task's number.</summary>
    public void Split(long task, out long k0, out long firstColumn, out long piece)
    {
        piece = task % Pieces;
        long rest = task / Pieces;
        firstColumn = rest % Blocks * BlockWidth;
        k0 = rest / Blocks;
    }

    /// <summary>Offset in x of kept place (k0, k1) and reduced position r.</summary>
    public long Offset(long k0, long k1, long r)
    {
        long r0 = r / R1;
        long r1 = r - (r0 * R1);
        return IsColumns ? (((((r0 * K0) + k0) * R1) + r1) * K1) + k1 : (((((k0 * R0) + r0) * K1) + k1) * R1) + r1;
    }

    private static ReductionGeometry Of(Shape x, ReadOnlySpan<bool> reduced)
    {
        Span<long> sizes = [1, 1, 1, 1];
        int place = -1;
        bool columns = false;
        bool current = false;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            if (x[axis] == 1) continue;
            if (place < 0)
            {
                place = sizes.Length - 1;
                columns = !reduced[axis];
            }
            else if (reduced[axis] != current)
            {
                place--;
            }

            current = reduced[axis];
            sizes[place] *= x[axis];
        }

        return new ReductionGeometry(columns, sizes);
    }
}
