namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>How 8 warps share a tile of 128 rows. A type, so that the compiler sees constants.</summary>
internal interface ITileShape
{
    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Rows of a warp's part, 64 or 32; its columns are 32.</summary>
    static abstract int WarpRows { get; }
}

/// <summary>128 × 128: 2 × 4 warps of 64 × 32.</summary>
internal readonly struct WideShape : ITileShape
{
    public static int Columns => 128;

    public static int WarpRows => 64;
}

/// <summary>128 × 64: 4 × 2 warps of 32 × 32, for layers of few channels.</summary>
internal readonly struct NarrowShape : ITileShape
{
    public static int Columns => 64;

    public static int WarpRows => 32;
}
