using System.Globalization;
using System.Net;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>
/// A part of a remote file, from front to end. A connection that drops is made anew and goes on at the byte where it stopped; the wait doubles with each attempt that
/// brought nothing.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="from">The first byte.</param>
/// <param name="to">The byte behind the last; null for the file's end.</param>
internal sealed class RemoteStream(RemoteFileSource source, long from, long? to) : Stream
{
    // Less than this between two breaks is no progress, or a server that sends a byte at a time would be asked for ever.
    private const int Progress = 4096;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);

    private HttpResponseMessage? response;
    private Stream? body;
    private long position = from;
    private long lastBreak = from;
    private int failures;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the server has the file.</summary>
    public bool Exists() => Try(() => Connect());

    /// <summary>All of it.</summary>
    /// <param name="length">Its bytes.</param>
    public byte[] ReadWhole(int length)
    {
        byte[] content = new byte[length];
        ReadExactly(content);
        return content;
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length, 1 << 17));
        try
        {
            int count = Read(rented, 0, Math.Min(buffer.Length, rented.Length));
            rented.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = Try(() =>
        {
            if (!Connect()) throw source.Missing();
            long left = End - position;
            if (left == 0 || count == 0) return 0;
            int got = Receive(buffer.AsMemory(offset, (int)Math.Min(count, left)));
            return got > 0 ? got : throw new IOException("the server closed the connection");
        });
        position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Disconnect();
        base.Dispose(disposing);
    }

    private long End => to ?? source.Identity!.Length;

    private TResult Try<TResult>(Func<TResult> attempt)
    {
        while (true)
        {
            try
            {
                return attempt();
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                Disconnect();
                if (position - lastBreak >= Progress) failures = 0;
                lastBreak = position;
                if (++failures >= source.Options.Attempts) throw Lost(failure);
                source.Options.Wait(FirstWait * Math.Pow(2, failures - 1));
            }
        }
    }

    // A request that found no server is told with its cause; answers that will stay as they are have none.
    private static bool IsPassing(Exception failure)
        => failure is IOException or HttpRequestException or OperationCanceledException or DataException { InnerException: not null };

    private bool Connect()
    {
        if (body is not null) return true;
        response = source.Ask(position, to);
        if (response is null) return false;
        body = response.Content.ReadAsStream();
        if (response.StatusCode != HttpStatusCode.PartialContent) Skip(position);
        return true;
    }

    // A server that sends no parts begins at the front again.
    private void Skip(long bytes)
    {
        byte[] passed = new byte[(int)Math.Min(bytes, 1 << 16)];
        for (long left = bytes; left > 0;)
        {
            int count = Receive(passed.AsMemory(0, (int)Math.Min(passed.Length, left)));
            if (count == 0) throw new IOException("the server closed the connection");
            left -= count;
        }
    }

    private int Receive(Memory<byte> buffer)
    {
        using var patience = new CancellationTokenSource(source.Options.Patience);
        return body!.ReadAsync(buffer, patience.Token).AsTask().GetAwaiter().GetResult();
    }

    private void Disconnect()
    {
        body?.Dispose();
        response?.Dispose();
        (body, response) = (null, null);
    }

    private DataException Lost(Exception cause)
    {
        string where = source.Identity is { } known ? string.Create(CultureInfo.InvariantCulture, $" at byte {position} of {known.Length}") : "";
        string why = (cause is OperationCanceledException ? "the server is silent" : (cause.InnerException ?? cause).Message).TrimEnd('.');
        return new DataException(
            source.Path, $"{failures} attempts in a row brought nothing{where} ({why})", "Check the connection and the server, then run the same command again; lvw train goes on with --resume", cause);
    }
}
