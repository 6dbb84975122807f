namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>The way of a product's tiles through its depth.</summary>
internal interface IDepthWalk
{
    /// <summary>Goes to a tile.</summary>
    void Seek(int tile);

    /// <summary>Goes to the next tile.</summary>
    void Next();
}

/// <summary>Depth in order, 32 at a time.</summary>
internal struct StraightWalk : IDepthWalk
{
    /// <summary>The tile's first depth.</summary>
    public int Depth;

    public void Seek(int tile) => Depth = tile * Ring.Depth;

    public void Next() => Depth += Ring.Depth;
}
