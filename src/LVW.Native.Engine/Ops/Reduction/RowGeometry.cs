namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>A tensor seen as rows along its last axis.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Length">Elements in a row.</param>
internal readonly record struct RowGeometry(long Count, long Length)
{
    /// <summary>The rows of a tensor.</summary>
    /// <param name="op">The op's name, for the error.</param>
    /// <param name="x">Rank 1 to 4.</param>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    public static RowGeometry Of(string op, Shape x)
    {
        if (x.Rank == 0) throw new ArgumentException($"{op}: a scalar [] has no last axis. Reshape it to [1] first.");
        return new RowGeometry(x[^1] == 0 ? 0 : x.Count / x[^1], x[^1]);
    }
}
