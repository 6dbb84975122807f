namespace LVW.Native.Engine.Checkpoints;

/// <summary>A range of a file.</summary>
internal sealed class FileBytes(ByteSource source, long offset, long length) : StoredBytes
{
    public override long Length => length;

    public override void Read(long start, long count, Action<ReadOnlySpan<byte>> visit)
    {
        byte[] buffer = new byte[Math.Min(Block, count)];
        for (long done = 0; done < count; done += buffer.Length)
        {
            Span<byte> block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - done));
            source.Read(offset + start + done, block);
            visit(block);
        }
    }
}
