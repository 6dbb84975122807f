using System.Text;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>The bytes of pickles, read forward; what claims more than there is is refused before memory is taken.</summary>
internal sealed class PickleInput
{
    private const int LongestLine = 4096;
    private readonly ByteSource? source;
    private readonly long end;
    private byte[] window;
    private int at;
    private int filled;
    private long next;

    /// <summary>Reads from <paramref name="start"/> to before <paramref name="end"/> of a file.</summary>
    public PickleInput(ByteSource source, long start, long end)
    {
        this.source = source;
        this.end = end;
        next = start;
        window = new byte[Math.Min(1 << 16, Math.Max(8, end - start))];
        Path = source.Path;
    }

    /// <summary>Reads bytes in memory.</summary>
    public PickleInput(string path, byte[] bytes)
    {
        window = bytes;
        filled = bytes.Length;
        Path = path;
    }

    public string Path { get; }

    public long Remaining => filled - at + (end - next);

    /// <summary>The place in the file of the next byte.</summary>
    public long Position => next - (filled - at);

    public byte ReadByte()
    {
        if (at == filled) Fill(1);
        return window[at++];
    }

    /// <summary>At most eight bytes, valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadFew(int count)
    {
        if (filled - at < count) Fill(count);
        at += count;
        return window.AsSpan(at - count, count);
    }

    public byte[] ReadBytes(long count)
    {
        if (count < 0 || count > Remaining || count > Array.MaxLength) throw CutShort(count);
        byte[] bytes = new byte[count];
        int kept = (int)Math.Min(count, filled - at);
        window.AsSpan(at, kept).CopyTo(bytes);
        at += kept;
        if (kept == count) return bytes;
        source!.Read(next, bytes.AsSpan(kept));
        next += count - kept;
        return bytes;
    }

    public string ReadLine()
    {
        var line = new StringBuilder();
        for (byte letter = ReadByte(); letter != '\n'; letter = ReadByte())
        {
            line.Append((char)letter);
            if (line.Length > LongestLine) throw new CheckpointException($"{Path}: its pickle has a line of more than {LongestLine} bytes. The file is damaged.");
        }

        return line.ToString();
    }

    private void Fill(int count)
    {
        if (Remaining < count) throw CutShort(count);
        window.AsSpan(at, filled - at).CopyTo(window);
        filled -= at;
        at = 0;
        int more = (int)Math.Min(window.Length - filled, end - next);
        source!.Read(next, window.AsSpan(filled, more));
        filled += more;
        next += more;
    }

    private CheckpointException CutShort(long count) => new($"{Path}: its pickle claims {(ulong)count} bytes more but {Remaining} are left. It is damaged or was cut short.");
}
