using System.Buffers;
using System.Text;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>
/// Walks the headers of a tar file from front to end and tells where each member's bytes lie, which the framework's reader does not. Reads ustar, pax and GNU long
/// names. A file that ends without the empty blocks that close a tar is cut, even at a member's border.
/// </summary>
/// <param name="stream">The file; contents are passed over by seeking where it can.</param>
/// <param name="path">The file's name, for errors.</param>
internal sealed class TarWalker(Stream stream, string path)
{
    private const int LongestExtension = 1 << 20;
    private const string Again = "Copy or download the shard again, or write it anew";

    private readonly byte[] block = new byte[TarHeader.Length];
    private long position;
    private long contentEnd;

    /// <summary>The next member; null at the end.</summary>
    /// <exception cref="DataException">The file is damaged, cut short, compressed or no tar.</exception>
    public TarMember? Next()
    {
        string? name = null;
        long? size = null;
        while (true)
        {
            SkipTo(Padded(contentEnd));
            if (!ReadHeader()) return null;
            TarHeader header = TarHeader.Read(block) ?? throw NoHeader();
            long start = position;
            switch (header.Type)
            {
                case 'L':
                    name = Encoding.UTF8.GetString(Extension(header)).TrimEnd('\0');
                    break;
                case 'x':
                    PaxRecords records = Records(header);
                    (name, size) = (records.Path ?? name, records.Size ?? size);
                    break;
                case 'g':
                    if (Records(header) is not { Path: null, Size: null }) throw Fault($"the header at byte {start - TarHeader.Length} gives one name or size to all members", Again);
                    break;
                case 'K' or 'V':
                    contentEnd = End(header.Name, start, header.Size);
                    break;
                default:
                    return Member(name ?? header.Name, start, size ?? header.Size, header.Type);
            }
        }
    }

    /// <summary>The content of the member that was just returned.</summary>
    /// <param name="member">The member, of a length that fits memory.</param>
    public byte[] Content(TarMember member)
    {
        byte[] content = new byte[member.Length];
        ReadAll(content, member.Name);
        return content;
    }

    private static long Padded(long end) => (end + TarHeader.Length - 1) / TarHeader.Length * TarHeader.Length;

    private TarMember Member(string name, long start, long size, char type)
    {
        TarMemberKind kind = type switch
        {
            '0' or '7' when name.EndsWith('/') => TarMemberKind.Other,
            '0' or '7' => TarMemberKind.File,
            '1' or '2' => TarMemberKind.Link,
            '3' or '4' or '5' or '6' => TarMemberKind.Other,
            'S' => throw Fault($"{name} is a sparse file, which is not read", "Write the shard without --sparse"),
            _ => throw Fault($"{name} is of type '{type}', which is not read", "Write the shard as a plain tar of files"),
        };

        // Some writers give links the size of their target, though no bytes follow.
        long length = kind == TarMemberKind.File ? size : 0;
        contentEnd = End(name, start, length);
        return new TarMember(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name, start, length, kind);
    }

    private long End(string name, long start, long size)
        => size <= long.MaxValue - start - TarHeader.Length ? start + size : throw Fault($"{name} claims {size} bytes", Again);

    private PaxRecords Records(TarHeader header)
    {
        long at = position - TarHeader.Length;
        PaxRecords records = PaxRecords.Read(Extension(header)) ?? throw Fault($"the extended header at byte {at} is damaged", Again);
        return records.IsSparse ? throw Fault($"{records.Path ?? "a member"} is a sparse file, which is not read", "Write the shard without --sparse") : records;
    }

    private byte[] Extension(TarHeader header)
    {
        if (header.Size > LongestExtension) throw Fault($"the extended header at byte {position - TarHeader.Length} claims {header.Size} bytes", Again);
        byte[] content = new byte[header.Size];
        contentEnd = position + header.Size;
        ReadAll(content, "the extended header");
        return content;
    }

    // False at the block of zeros that ends a tar.
    private bool ReadHeader()
    {
        int count = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        if (count == 0 && position == 0) throw Fault("the shard is empty", Again);
        if (position == 0 && block.AsSpan(0, count).StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])) throw Fault("the shard is compressed by gzip, so that no picture can be read by itself", "Unpack it to a plain tar: gunzip");
        if (count < block.Length) throw Fault($"the shard is cut short: it ends at byte {position + count} without the empty blocks that close a tar", Again);
        position += count;
        if (block.AsSpan().ContainsAnyExcept((byte)0)) return true;
        RequireNothingMore();
        return false;
    }

    // A tar appended to a tar by cat begins behind the first one's end, where readers of tars stop: its pictures would be lost without a word.
    private void RequireNothingMore()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0; position += count)
            {
                int other = buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0);
                if (other >= 0) throw Fault($"something follows at byte {position + other}, behind the end of the tar", "If shards were joined by cat, write them as one tar or keep them apart");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReadAll(Span<byte> content, string name)
    {
        int count = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        position += count;
        if (count < content.Length) throw Cut(name);
    }

    private void SkipTo(long target)
    {
        if (target == position) return;
        if (stream.CanSeek)
        {
            if (target > stream.Length) throw Cut(null);
            position = stream.Seek(target, SeekOrigin.Begin);
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (position < target)
            {
                int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, target - position));
                if (count == 0) throw Cut(null);
                position += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private DataException NoHeader() => position == TarHeader.Length
        ? Fault("this is no tar file", "Give shards that tar, WebDataset or Python's tarfile wrote")
        : Fault($"the header at byte {position - TarHeader.Length} is damaged: its checksum does not fit", Again);

    private DataException Cut(string? name) => Fault($"the shard is cut short: {name ?? "its last member"} goes on to byte {contentEnd}", Again);

    private DataException Fault(string fact, string remedy) => new(path, fact, remedy);
}
