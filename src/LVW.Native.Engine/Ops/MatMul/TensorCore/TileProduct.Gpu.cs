using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

// y[m, n] = epilogue(Σ_k left[m, k] · right[k, n]), operands rounded to TF32, over the slice of k that Grid.IdxY names. A group computes
// 128 rows × 128 (or 64) columns, a warp 64 × 32 (or 32 × 32), 8 of k at a time on tensor cores. Stages of 32 of k are copied two ahead
// into a ring of three; finished sums pass through shared memory, so that lines are written whole.
internal readonly struct TileProduct<TShape, TWalk, TLeft, TRight, TRows, TEpilogue>(
    TLeft left, TRight right, TRows places, TEpilogue epilogue, ArrayView<float> y, TWalk start, TileProductSizes sizes) : IGpuKernel
    where TShape : struct, ITileShape
    where TWalk : struct, IDepthWalk
    where TLeft : struct, ITileSource<TWalk>
    where TRight : struct, ITileSource<TWalk>
    where TRows : struct, IGpuRows
    where TEpilogue : struct, IGpuEpilogue
{
    private const int Rows = 128;

    // A row of sums in shared memory: 8 floats more than it has keep rows on different banks.
    private const int LineQuads = (128 + 8) / 4;
    private const int LineBytes = LineQuads * 4 * sizeof(float);

    public static bool NeedsPtx => true;

    public static int DynamicSharedBytes => Ring.Bytes;

    public static int GroupsPerMultiprocessor => 2;

    public void Execute()
    {
        ArrayView<GpuQuad> shared = SharedMemory.GetDynamic<GpuQuad>();
        WarpTile.Declare();
        WarpTile.Clear<TShape>();
        int thread = Group.IdxX;
        int lane = thread & 31;
        int warp = thread >> 5;
        int warpsDown = Rows / TShape.WarpRows;
        int warpRow = (warp & (warpsDown - 1)) * TShape.WarpRows;
        int warpColumn = (warp / warpsDown) * 32;
        int rowTile = Grid.IdxX / sizes.ColumnTiles;
        int firstRow = rowTile * Rows;
        int firstColumn = (Grid.IdxX - (rowTile * sizes.ColumnTiles)) * TShape.Columns;

        int firstTile = Grid.IdxY * sizes.SliceTiles;
        int tiles = sizes.DepthTiles - firstTile;
        if (tiles > sizes.SliceTiles) tiles = sizes.SliceTiles;
        TWalk walk = start;
        walk.Seek(firstTile);
        TileCursor leftCursor = left.Begin(walk, firstRow, Rows, thread);
        TileCursor rightCursor = right.Begin(walk, firstColumn, TShape.Columns, thread);
        Fragments leftPlaces = TLeft.IsDeep ? DeepTile.Left(warpRow, lane) : WideTile.Places(warpRow, lane);
        Fragments rightPlaces = TRight.IsDeep ? DeepTile.Right(warpColumn, lane) : WideTile.Places(warpColumn, lane);

        uint written = 0;
        for (int stage = 0; stage < Ring.Stages - 1; stage++)
        {
            if (stage < tiles) CopyStage(ref leftCursor, ref rightCursor, walk, written);
            Ring.Commit();
            walk.Next();
            written += Ring.StageBytes;
        }

        uint read = 0;
        for (int tile = 0; tile < tiles; tile++)
        {
            Ring.WaitForAllButOne();
            Group.Barrier();
            if (tile + Ring.Stages - 1 < tiles) CopyStage(ref leftCursor, ref rightCursor, walk, written);
            Ring.Commit();
            walk.Next();
            written = After(written);
            Multiply(leftPlaces, rightPlaces, read, leftPlaces.First, rightPlaces.First, 0);
            Multiply(leftPlaces, rightPlaces, read, leftPlaces.Second, rightPlaces.Second, 1);
            Multiply(leftPlaces, rightPlaces, read, leftPlaces.Third, rightPlaces.Third, 2);
            Multiply(leftPlaces, rightPlaces, read, leftPlaces.Fourth, rightPlaces.Fourth, 3);
            read = After(read);
        }

        Ring.WaitForAll();
        Group.Barrier();
        WarpTile.Store<TShape>((uint)((warpRow * LineBytes) + (warpColumn * sizeof(float))), LineBytes, lane);
        Group.Barrier();
        int quads = TShape.Columns / 4;
        for (int i = thread; i < Rows * quads; i += IGpuKernel.DefaultGroupSize)
        {
            int row = i / quads;
            int quad = i - (row * quads);
            Finish(firstRow + row, firstColumn + (quad * 4), shared[(row * LineQuads) + quad]);
        }
    }

    private static uint After(uint stage) => stage < Ring.Bytes - Ring.StageBytes ? stage + Ring.StageBytes : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Fragments leftPlaces, Fragments rightPlaces, uint stage, uint leftPlace, uint rightPlace, int eighth)
    {
        uint rightTile = stage + Ring.TileBytes;
        if (TLeft.IsDeep) DeepTile.LoadLeft<TShape>(stage + leftPlace);
        else WideTile.LoadLeft<TShape>(leftPlaces, stage, eighth);
        if (TRight.IsDeep) DeepTile.LoadRight(rightTile + rightPlace);
        else WideTile.LoadRight(rightPlaces, rightTile, eighth);
        WarpTile.Multiply<TShape>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CopyStage(ref TileCursor leftCursor, ref TileCursor rightCursor, in TWalk walk, uint stage)
    {
        left.Copy(ref leftCursor, walk, Rows, stage);
        right.Copy(ref rightCursor, walk, TShape.Columns, stage + Ring.TileBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(int row, int column, GpuQuad sums)
    {
        int count = sizes.Columns - column;
        if (row >= sizes.Rows || count <= 0) return;
        int place = places.Place(row, group: 0, Grid.IdxY) + column;
        if (sizes.StoresQuads != 0)
        {
            sums.X = Finished(sums.X, column, place);
            sums.Y = Finished(sums.Y, column + 1, place + 1);
            sums.Z = Finished(sums.Z, column + 2, place + 2);
            sums.W = Finished(sums.W, column + 3, place + 3);
            y.Cast<GpuQuad>()[place >> 2] = sums;
            return;
        }

        y[place] = Finished(sums.X, column, place);
        if (count > 1) y[place + 1] = Finished(sums.Y, column + 1, place + 1);
        if (count > 2) y[place + 2] = Finished(sums.Z, column + 2, place + 2);
        if (count > 3) y[place + 3] = Finished(sums.W, column + 3, place + 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Finished(float sum, int column, int place)
    {
        float value = sum;
        if (TEpilogue.HasTerms) value += epilogue.Term(column, group: 0);
        value = TEpilogue.Apply(value);
        if (TEpilogue.Accumulates) value += y[place];
        return value;
    }
}
