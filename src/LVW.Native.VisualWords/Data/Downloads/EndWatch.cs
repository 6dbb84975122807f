namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>
/// Passes a stream on and remembers its last block: a tar that does not end in zeros is cut, which its reader does not tell at a file's border.
/// What inflates without end is stopped here even where the tar's reader takes it for a header.
/// </summary>
/// <param name="inner">The stream; closed with this one.</param>
/// <param name="most">Bytes that may pass.</param>
internal sealed class EndWatch(Stream inner, long most) : Stream
{
    private const int Block = 512;

    private long zeros;
    private long passed;

    /// <summary>Whether the bytes so far end in a block of zeros.</summary>
    public bool EndsInZeros => zeros >= Block;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        passed += count;
        if (passed > most) throw new InvalidDataException($"more than {most} bytes come out");
        int last = buffer[..count].LastIndexOfAnyExcept((byte)0);
        zeros = last < 0 ? zeros + count : count - last - 1;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
