namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>The extent of a launch: blocks, threads of a block, and shared memory given at the launch.</summary>
/// <param name="GridX">Blocks along x.</param>
/// <param name="GridY">Blocks along y.</param>
/// <param name="GridZ">Blocks along z.</param>
/// <param name="BlockX">Threads of a block along x; x runs fastest.</param>
/// <param name="BlockY">Threads of a block along y.</param>
/// <param name="BlockZ">Threads of a block along z.</param>
/// <param name="SharedBytes">Dynamic shared memory of a block in bytes, beyond what the kernel declares.</param>
public readonly record struct PtxGrid(int GridX, int GridY, int GridZ, int BlockX, int BlockY, int BlockZ, int SharedBytes = 0)
{
    /// <summary>A grid along x alone.</summary>
    /// <param name="blocks">Blocks.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <param name="sharedBytes">Dynamic shared memory of a block in bytes.</param>
    public static PtxGrid Line(int blocks, int threads, int sharedBytes = 0) => new(blocks, 1, 1, threads, 1, 1, sharedBytes);

    internal int Threads => BlockX * BlockY * BlockZ;

    internal long Blocks => (long)GridX * GridY * GridZ;
}
