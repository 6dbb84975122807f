namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>A number known to the JIT compiler, so that one kernel source serves every tile size without a branch in its loop.</summary>
internal interface ITileSize
{
    static abstract int Value { get; }
}

internal readonly struct Size1 : ITileSize
{
    public static int Value => 1;
}

internal readonly struct Size2 : ITileSize
{
    public static int Value => 2;
}

internal readonly struct Size3 : ITileSize
{
    public static int Value => 3;
}

internal readonly struct Size4 : ITileSize
{
    public static int Value => 4;
}

internal readonly struct Size6 : ITileSize
{
    public static int Value => 6;
}

internal readonly struct Size8 : ITileSize
{
    public static int Value => 8;
}
