using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

// y[m, n] = f(Σ_k a[m, k]·b[k, n]), operands rounded to TF32, over the slice of k that Grid.IdxY names. A group computes 128 rows and 128
// (or 64) columns, a warp 64 × 32 (or 32 × 32), 8 of k at a time on tensor cores. Stages of 32 of k are copied two ahead into a ring of
// three; finished sums pass through shared memory, so that rows are written in lines.
internal readonly struct TileProduct<TWalk, TLeft, TRight, TShape, TOutput>(
    TLeft left, TRight right, TOutput output, TWalk start, int columnTiles, int depthTiles, int sliceTiles, int sliceRows) : IGpuKernel
    where TWalk : struct, IDepthWalk
    where TLeft : struct, ITileSource<TWalk>
    where TRight : struct, ITileSource<TWalk>
    where TShape : struct, ITileShape
    where TOutput : struct, ITileOutput
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
        ArrayView<Quad> shared = SharedMemory.GetDynamic<Quad>();
        WarpTile.Declare();
        WarpTile.Clear<TShape>();
        int thread = Group.IdxX;
        int lane = thread & 31;
        int warp = thread >> 5;
        int warpsDown = Rows / TShape.WarpRows;
        int warpRow = (warp & (warpsDown - 1)) * TShape.WarpRows;
        int warpColumn = (warp / warpsDown) * 32;
        int rowTile = Grid.IdxX / columnTiles;
        int firstRow = rowTile * Rows;
        int firstColumn = (Grid.IdxX - (rowTile * columnTiles)) * TShape.Columns;

        int firstTile = Grid.IdxY * sliceTiles;
        int tiles = depthTiles - firstTile < sliceTiles ? depthTiles - firstTile : sliceTiles;
        TWalk walk = start;
        walk.Seek(firstTile);
        TileCursor leftCursor = left.Begin(firstRow, Rows, thread);
        TileCursor rightCursor = right.Begin(firstColumn, TShape.Columns, thread);
        Fragments leftPlaces = TLeft.IsDeep ? DeepTile.Left(warpRow, lane) : WideTile.Places(warpRow, lane);
        Fragments rightPlaces = TRight.IsDeep ? DeepTile.Right(warpColumn, lane) : WideTile.Places(warpColumn, lane);

        uint written = 0;
        for (int stage = 0; stage < Ring.Stages - 1; stage++)
        {
            if (stage < tiles) CopyStage(leftCursor, rightCursor, walk, written);
            Ring.Commit();
            walk.Next();
            written += Ring.StageBytes;
        }

        uint read = 0;
        for (int tile = 0; tile < tiles; tile++)
        {
            Ring.WaitForAllButOne();
            Group.Barrier();
            if (tile + Ring.Stages - 1 < tiles) CopyStage(leftCursor, rightCursor, walk, written);
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
        int sliceStart = Grid.IdxY * sliceRows;
        for (int i = thread; i < Rows * quads; i += IGpuKernel.DefaultGroupSize)
        {
            int row = i / quads;
            int quad = i - (row * quads);
            output.Store(firstRow + row, firstColumn + (quad * 4), shared[(row * LineQuads) + quad]);
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
    private void CopyStage(in TileCursor leftCursor, in TileCursor rightCursor, in TWalk walk, uint stage)
    {
        left.Copy(leftCursor, walk, Rows, stage);
        right.Copy(rightCursor, walk, TShape.Columns, stage + Ring.TileBytes);
    }
}
