using System.Buffers.Binary;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>
/// A Parquet file with zeros between its footer and its end, all of which count as footer. Parquet.Net 6.1.0 does not notice that a footer ends: a
/// damaged one, which it takes for longer than it is, keeps it reading for ever. A zero ends whatever it takes itself to be in.
/// </summary>
internal sealed class TableStream : Stream
{
    private const int Zeros = 1 << 20;
    private const int LengthAndMark = 8;

    private readonly FileStream file;
    private readonly long body;
    private readonly byte[] end = new byte[Zeros + LengthAndMark];

    /// <summary>Opens a file whose last eight bytes are the footer's length and the mark.</summary>
    public TableStream(string path)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        body = file.Length - LengthAndMark;
        file.Position = body;
        Span<byte> last = end.AsSpan(Zeros);
        file.ReadExactly(last);
        BinaryPrimitives.WriteInt32LittleEndian(last, checked(BinaryPrimitives.ReadInt32LittleEndian(last) + Zeros));
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => body + end.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int read = 0;
        if (Position < body)
        {
            file.Position = Position;
            read = file.Read(buffer[..(int)Math.Min(buffer.Length, body - Position)]);
        }
        else if (Position < Length)
        {
            ReadOnlySpan<byte> rest = end.AsSpan((int)(Position - body));
            read = Math.Min(buffer.Length, rest.Length);
            rest[..read].CopyTo(buffer);
        }

        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
        => Position = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length });

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
