namespace LVW.Native.Engine.Devices;

/// <summary>Cuts a range into chunks whose borders depend on the range alone, never on the number of threads.</summary>
/// <param name="Total">Elements (or rows) in the range.</param>
/// <param name="Size">Elements in every chunk but the last.</param>
public readonly record struct Chunks(long Total, long Size)
{
    /// <summary>Elements of a memory-bound pass that are worth handing to a thread.</summary>
    public const long MemoryBound = 16384;

    /// <summary>The number of chunks.</summary>
    public int Count => checked((int)((Total + Size - 1) / Size));

    /// <summary>Chunks of whole rows that hold about <paramref name="elements"/> elements each.</summary>
    /// <param name="rows">Rows in the range.</param>
    /// <param name="rowLength">Elements in a row.</param>
    /// <param name="elements">Elements wanted in a chunk.</param>
    public static Chunks OfRows(long rows, long rowLength, long elements = MemoryBound)
        => new(rows, Math.Max(1, elements / Math.Max(1, rowLength)));

    /// <summary>The first element of a chunk.</summary>
    public long Start(int index) => index * Size;

    /// <summary>The element after the last of a chunk.</summary>
    public long End(int index) => Math.Min(Total, (index + 1) * Size);
}
