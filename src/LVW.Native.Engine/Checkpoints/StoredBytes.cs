namespace LVW.Native.Engine.Checkpoints;

/// <summary>Bytes that tensors are views of; read in blocks when they are wanted.</summary>
internal abstract class StoredBytes
{
    /// <summary>The largest block handed out; a multiple of every element's width.</summary>
    public const int Block = 1 << 18;

    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Hands out a range in order, in blocks that all but the last are of full size.</summary>
    public abstract void Read(long start, long count, Action<ReadOnlySpan<byte>> visit);
}
