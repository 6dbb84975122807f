namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>An operand of a product on tensor cores: brings its tiles to shared memory. Lines of a tile are what its layout makes of it.</summary>
/// <typeparam name="TWalk">The way through the depth.</typeparam>
internal interface ITileSource<TWalk>
    where TWalk : struct, IDepthWalk
{
    /// <summary>Whether depth is contiguous in memory, the layout of <see cref="DeepTile"/>; otherwise it is <see cref="WideTile"/>.</summary>
    static abstract bool IsDeep { get; }

    /// <summary>What a thread keeps of its part.</summary>
    /// <param name="walk">Where in the depth the first tile lies.</param>
    /// <param name="first">First row or column of the tile.</param>
    /// <param name="size">Rows or columns of the tile, 128 or 64.</param>
    /// <param name="thread">The thread, 0 to 255.</param>
    TileCursor Begin(in TWalk walk, int first, int size, int thread);

    /// <summary>Starts the thread's copies of one tile; tiles follow each other.</summary>
    /// <param name="cursor">What the thread keeps.</param>
    /// <param name="walk">Where in the depth the tile lies.</param>
    /// <param name="size">Rows or columns of the tile, 128 or 64.</param>
    /// <param name="tile">The tile's address in shared memory.</param>
    void Copy(ref TileCursor cursor, in TWalk walk, int size, uint tile);
}

/// <summary>What a thread keeps of its part of an operand: four lines, or two where the tile is 64 wide.</summary>
internal struct TileCursor
{
    /// <summary>Where the thread's first copy goes in the tile, in bytes.</summary>
    public uint Target;

    /// <summary>The first depth of the thread's copies, within the tile.</summary>
    public int Depth;

    /// <summary>Elements from the operand's start to the thread's lines at depth 0.</summary>
    public int First;

    /// <summary>See <see cref="First"/>.</summary>
    public int Second;

    /// <summary>See <see cref="First"/>.</summary>
    public int Third;

    /// <summary>See <see cref="First"/>.</summary>
    public int Fourth;

    /// <summary>What exists of the lines; the meaning is the source's.</summary>
    public int FirstLimit;

    /// <summary>See <see cref="FirstLimit"/>.</summary>
    public int SecondLimit;

    /// <summary>See <see cref="FirstLimit"/>.</summary>
    public int ThirdLimit;

    /// <summary>See <see cref="FirstLimit"/>.</summary>
    public int FourthLimit;
}
