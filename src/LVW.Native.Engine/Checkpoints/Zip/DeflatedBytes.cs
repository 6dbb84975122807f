using System.IO.Compression;

namespace LVW.Native.Engine.Checkpoints.Zip;

/// <summary>A compressed member of an archive; no more of it is inflated than is asked for.</summary>
internal sealed class DeflatedBytes(ByteSource source, ZipEntry entry) : StoredBytes
{
    public override long Length => entry.Length;

    public override void Read(long start, long count, Action<ReadOnlySpan<byte>> visit)
    {
        try
        {
            using var inflated = new DeflateStream(new RangeStream(source, entry.DataStart, entry.StoredLength), CompressionMode.Decompress);
            byte[] buffer = new byte[Math.Min(Block, Math.Max(start, count))];
            Pass(inflated, start, buffer, null);
            Pass(inflated, count, buffer, visit);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointException($"{source.Path}: its record '{entry.Name}' cannot be inflated to {entry.Length} bytes. The file is damaged.", exception);
        }
    }

    private static void Pass(Stream inflated, long count, byte[] buffer, Action<ReadOnlySpan<byte>>? visit)
    {
        for (long done = 0; done < count; done += buffer.Length)
        {
            Span<byte> block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - done));
            inflated.ReadExactly(block);
            visit?.Invoke(block);
        }
    }
}
