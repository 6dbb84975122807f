namespace LVW.Native.Engine.Checkpoints;

/// <summary>Bytes in main memory.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> bytes) : StoredBytes
{
    public override long Length => bytes.Length;

    public override void Read(long start, long count, Action<ReadOnlySpan<byte>> visit)
    {
        for (long done = 0; done < count; done += Block) visit(bytes.Span.Slice((int)(start + done), (int)Math.Min(Block, count - done)));
    }
}
