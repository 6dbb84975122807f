namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// The part of a matrix product that one group of threads computes. A type of constants, so that the compiler unrolls the loops and keeps
/// the sums in registers.
/// </summary>
internal interface IGpuTile
{
    /// <summary>Rows of the result in a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the result in a tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Terms that are staged in shared memory at a time; with it no thread loads more than one quad of either operand.</summary>
    static abstract int Depth { get; }

    /// <summary>Rows that one thread sums: 4, or 8 as two runs of 4.</summary>
    static abstract int ThreadRows { get; }

    /// <summary>Columns that one thread sums: 4, or 8 as two runs of 4.</summary>
    static abstract int ThreadColumns { get; }
}

/// <summary>For large results: 256 threads, 64 multiply-adds for 4 reads of shared memory.</summary>
internal readonly struct Tile128x128 : IGpuTile
{
    public static int Rows => 128;

    public static int Columns => 128;

    public static int Depth => 8;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;
}

/// <summary>For results of up to 64 columns: 128 threads, otherwise as the large tile.</summary>
internal readonly struct Tile128x64 : IGpuTile
{
    public static int Rows => 128;

    public static int Columns => 64;

    public static int Depth => 4;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;
}

/// <summary>For results of up to 64 rows: 128 threads, otherwise as the large tile.</summary>
internal readonly struct Tile64x128 : IGpuTile
{
    public static int Rows => 64;

    public static int Columns => 128;

    public static int Depth => 4;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 8;
}

/// <summary>For small results: 256 threads for a quarter of the large tile, 16 multiply-adds for 2 reads.</summary>
internal readonly struct Tile64x64 : IGpuTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 16;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 4;
}

/// <summary>For results of up to 32 columns: 64 threads, 32 multiply-adds for 3 reads.</summary>
internal readonly struct Tile64x32 : IGpuTile
{
    public static int Rows => 64;

    public static int Columns => 32;

    public static int Depth => 4;

    public static int ThreadRows => 8;

    public static int ThreadColumns => 4;
}

/// <summary>For results of up to 32 rows: 64 threads, 32 multiply-adds for 3 reads.</summary>
internal readonly struct Tile32x64 : IGpuTile
{
    public static int Rows => 32;

    public static int Columns => 64;

    public static int Depth => 4;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 8;
}

/// <summary>For results of up to 16 columns: 64 threads, 16 multiply-adds for 2 reads.</summary>
internal readonly struct Tile64x16 : IGpuTile
{
    public static int Rows => 64;

    public static int Columns => 16;

    public static int Depth => 4;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 4;
}

/// <summary>For results of up to 16 rows: 64 threads, 16 multiply-adds for 2 reads.</summary>
internal readonly struct Tile16x64 : IGpuTile
{
    public static int Rows => 16;

    public static int Columns => 64;

    public static int Depth => 4;

    public static int ThreadRows => 4;

    public static int ThreadColumns => 4;
}
