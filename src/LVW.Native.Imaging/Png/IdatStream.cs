namespace LVW.Native.Imaging.Png;

/// <summary>The data of all IDAT chunks as one stream, without copying it.</summary>
internal sealed class IdatStream(ReadOnlyMemory<byte> file, IReadOnlyList<(int Start, int Length)> chunks) : Stream
{
    private int chunk;
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (chunk < chunks.Count)
        {
            (int start, int length) = chunks[chunk];
            int count = Math.Min(length - position, buffer.Length);
            if (count > 0)
            {
                file.Span.Slice(start + position, count).CopyTo(buffer);
                position += count;
                return count;
            }

            if (position < length) return 0;
            chunk++;
            position = 0;
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
