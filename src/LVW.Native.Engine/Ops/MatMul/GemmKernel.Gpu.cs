using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>The sizes that a kernel of a matrix product needs.</summary>
internal readonly struct GemmSizes(int rows, int columns, int depth, int columnTiles, int sliceDepth, int storesQuads)
{
    /// <summary>Rows of the result.</summary>
    public readonly int Rows = rows;

    /// <summary>Columns of the result.</summary>
    public readonly int Columns = columns;

    /// <summary>Terms of a sum.</summary>
    public readonly int Depth = depth;

    /// <summary>Tiles along the columns.</summary>
    public readonly int ColumnTiles = columnTiles;

    /// <summary>Terms of a slice, a multiple of the tile's depth.</summary>
    public readonly int SliceDepth = sliceDepth;

    /// <summary>Not 0 if all rows begin at multiples of 4 and columns are a multiple of 4.</summary>
    public readonly int StoresQuads = storesQuads;
}

// y[row, column] = epilogue(Σ_d left[row, d] · right[column, d]); d runs over slice Grid.Y of the depth, Grid.Z is the group of channels.
// A group computes a tile, a thread ThreadRows × ThreadColumns sums in registers.
// Quads of both operands are read one stage ahead, kept by depth in two buffers of shared memory and read from there 128 bits at a time.
internal readonly struct GemmKernel<TTile, TLeft, TRight, TRows, TEpilogue>(
    TLeft left, TRight right, TRows rows, TEpilogue epilogue, ArrayView<float> y, GemmSizes sizes) : IGpuKernel
    where TTile : struct, IGpuTile
    where TLeft : struct, IGpuOperand<TLeft>
    where TRight : struct, IGpuOperand<TRight>
    where TRows : struct, IGpuRows
    where TEpilogue : struct, IGpuEpilogue
{
    // Keeps quads aligned and spreads the lines that are stored across their direction over the banks.
    private const int Padding = 4;

    private readonly TLeft left = left;
    private readonly TRight right = right;
    private readonly TRows rows = rows;
    private readonly TEpilogue epilogue = epilogue;
    private readonly ArrayView<float> y = y;
    private readonly GemmSizes sizes = sizes;

    public static int GroupSize => TTile.Rows / TTile.ThreadRows * (TTile.Columns / TTile.ThreadColumns);

    // Bounds the registers of a thread by 128 where it has 64 sums.
    public static int GroupsPerMultiprocessor => TTile.ThreadRows * TTile.ThreadColumns == 64 ? 512 / GroupSize : 0;

    public void Execute()
    {
        int rowTile = Grid.IdxX / sizes.ColumnTiles;
        int firstRow = rowTile * TTile.Rows;
        int firstColumn = (Grid.IdxX - (rowTile * sizes.ColumnTiles)) * TTile.Columns;
        int depth = Grid.IdxY * sizes.SliceDepth;
        int end = depth + sizes.SliceDepth < sizes.Depth ? depth + sizes.SliceDepth : sizes.Depth;

        ArrayView<float> leftStages = SharedMemory.Allocate<float>(2 * TTile.Depth * (TTile.Rows + Padding));
        ArrayView<float> rightStages = SharedMemory.Allocate<float>(2 * TTile.Depth * (TTile.Columns + Padding));
        ArrayView<float> sums = LocalMemory.Allocate<float>(TTile.ThreadRows * TTile.ThreadColumns);
        for (int i = 0; i < TTile.ThreadRows * TTile.ThreadColumns; i++) sums[i] = 0f;

        bool loadsLeft = Group.IdxX < TTile.Rows * TTile.Depth / 4;
        bool loadsRight = Group.IdxX < TTile.Columns * TTile.Depth / 4;
        GemmPlace leftPlace = left.Start(firstRow + Line(TLeft.AlongDepth, TTile.Rows), depth + Term(TLeft.AlongDepth, TTile.Rows));
        GemmPlace rightPlace = right.Start(firstColumn + Line(TRight.AlongDepth, TTile.Columns), depth + Term(TRight.AlongDepth, TTile.Columns));
        GpuQuad nextLeft = default;
        GpuQuad nextRight = default;
        if (depth < end)
        {
            if (loadsLeft) nextLeft = left.Load(leftPlace, Grid.IdxZ);
            if (loadsRight) nextRight = right.Load(rightPlace, Grid.IdxZ);
        }

        int stage = 0;
        for (; depth < end; depth += TTile.Depth)
        {
            if (loadsLeft) Keep(leftStages, stage * TTile.Depth * (TTile.Rows + Padding), TLeft.AlongDepth, TTile.Rows, nextLeft);
            if (loadsRight) Keep(rightStages, stage * TTile.Depth * (TTile.Columns + Padding), TRight.AlongDepth, TTile.Columns, nextRight);
            Group.Barrier();
            if (depth + TTile.Depth < end)
            {
                leftPlace = left.Advance(leftPlace);
                rightPlace = right.Advance(rightPlace);
                if (loadsLeft) nextLeft = left.Load(leftPlace, Grid.IdxZ);
                if (loadsRight) nextRight = right.Load(rightPlace, Grid.IdxZ);
            }

            Multiply(leftStages, rightStages, stage, sums);
            stage ^= 1;
        }

        Finish(firstColumn, sums);
        for (int i = 0; i < TTile.ThreadRows; i++)
        {
            int row = firstRow + Share(ThreadRow, i, TTile.ThreadRows, TTile.Rows);
            if (row < sizes.Rows) Write(rows.Place(row, Grid.IdxZ, Grid.IdxY), firstColumn, sums);
            MoveUp(sums);
        }
    }

    private static int Across => TTile.Columns / TTile.ThreadColumns;

    private static int ThreadRow => PowerOfTwo.Quotient(Group.IdxX, Across);

    private static int ThreadColumn => PowerOfTwo.Remainder(Group.IdxX, Across);

    // The line, within the tile, of the quad that this thread loads.
    private static int Line(bool alongDepth, int lines) => alongDepth ? PowerOfTwo.Quotient(Group.IdxX, TTile.Depth / 4) : PowerOfTwo.Remainder(Group.IdxX, lines / 4) * 4;

    // Its first term, within the stage.
    private static int Term(bool alongDepth, int lines) => alongDepth ? PowerOfTwo.Remainder(Group.IdxX, TTile.Depth / 4) * 4 : PowerOfTwo.Quotient(Group.IdxX, lines / 4);

    // The i-th line of a thread's share: runs of 4, the second one half a tile further on, so that neighbours read neighbouring quads.
    private static int Share(int thread, int i, int share, int lines)
        => share == 8 ? ((i >> 2) * (lines / 2)) + (thread * 4) + (i & 3) : (thread * share) + i;

    private static void Keep(ArrayView<float> stages, int start, bool alongDepth, int lines, GpuQuad quad)
    {
        int place = start + (Term(alongDepth, lines) * (lines + Padding)) + Line(alongDepth, lines);
        if (!alongDepth)
        {
            stages.Cast<GpuQuad>()[place >> 2] = quad;
            return;
        }

        stages[place] = quad.X;
        stages[place + (lines + Padding)] = quad.Y;
        stages[place + (2 * (lines + Padding))] = quad.Z;
        stages[place + (3 * (lines + Padding))] = quad.W;
    }

    private static void Multiply(ArrayView<float> leftStages, ArrayView<float> rightStages, int stage, ArrayView<float> sums)
    {
        ArrayView<float> a = LocalMemory.Allocate<float>(TTile.ThreadRows);
        ArrayView<float> b = LocalMemory.Allocate<float>(TTile.ThreadColumns);
        for (int d = 0; d < TTile.Depth; d++)
        {
            Fetch(leftStages, ((stage * TTile.Depth) + d) * (TTile.Rows + Padding), ThreadRow, TTile.ThreadRows, TTile.Rows, a);
            Fetch(rightStages, ((stage * TTile.Depth) + d) * (TTile.Columns + Padding), ThreadColumn, TTile.ThreadColumns, TTile.Columns, b);
            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                for (int j = 0; j < TTile.ThreadColumns; j++) sums[(i * TTile.ThreadColumns) + j] += a[i] * b[j];
            }
        }
    }

    // A thread's share of one term.
    private static void Fetch(ArrayView<float> stages, int start, int thread, int share, int lines, ArrayView<float> values)
    {
        for (int i = 0; i < share; i += 4)
        {
            GpuQuad quad = stages.Cast<GpuQuad>()[(start + Share(thread, i, share, lines)) >> 2];
            values[i] = quad.X;
            values[i + 1] = quad.Y;
            values[i + 2] = quad.Z;
            values[i + 3] = quad.W;
        }
    }

    private void Finish(int firstColumn, ArrayView<float> sums)
    {
        for (int j = 0; j < TTile.ThreadColumns; j++)
        {
            float term = 0f;
            if (TEpilogue.HasTerms)
            {
                int column = firstColumn + Share(ThreadColumn, j, TTile.ThreadColumns, TTile.Columns);
                if (column < sizes.Columns) term = epilogue.Term(column, Grid.IdxZ);
            }

            for (int i = 0; i < TTile.ThreadRows; i++)
            {
                float sum = sums[(i * TTile.ThreadColumns) + j];
                sums[(i * TTile.ThreadColumns) + j] = TEpilogue.Apply(TEpilogue.HasTerms ? sum + term : sum);
            }
        }
    }

    // The row written is always the first: sums are registers only while every index is a constant, and the loop over rows is too long to unroll.
    private static void MoveUp(ArrayView<float> sums)
    {
        for (int i = TTile.ThreadColumns; i < TTile.ThreadRows * TTile.ThreadColumns; i++) sums[i - TTile.ThreadColumns] = sums[i];
    }

    private void Write(int place, int firstColumn, ArrayView<float> sums)
    {
        for (int j = 0; j < TTile.ThreadColumns; j += 4)
        {
            int column = firstColumn + Share(ThreadColumn, j, TTile.ThreadColumns, TTile.Columns);
            if (sizes.StoresQuads != 0)
            {
                if (column < sizes.Columns) WriteQuad(place + column, sums[j], sums[j + 1], sums[j + 2], sums[j + 3]);
            }
            else
            {
                for (int k = 0; k < 4; k++)
                {
                    if (column + k < sizes.Columns) WriteOne(place + column + k, sums[j + k]);
                }
            }
        }
    }

    private void WriteOne(int place, float value) => y[place] = TEpilogue.Accumulates ? y[place] + value : value;

    private void WriteQuad(int place, float first, float second, float third, float fourth)
    {
        ArrayView<GpuQuad> target = y.Cast<GpuQuad>();
        GpuQuad quad = default;
        if (TEpilogue.Accumulates) quad = target[place >> 2];
        quad.X = TEpilogue.Accumulates ? quad.X + first : first;
        quad.Y = TEpilogue.Accumulates ? quad.Y + second : second;
        quad.Z = TEpilogue.Accumulates ? quad.Z + third : third;
        quad.W = TEpilogue.Accumulates ? quad.W + fourth : fourth;
        target[place >> 2] = quad;
    }
}
