using System.Buffers.Binary;
using System.Text;

namespace LVW.Native.Engine.Checkpoints.Zip;

/// <summary>
/// The directory of a zip archive, with zip64. Read here and not by the framework because tensors are read by position,
/// and because sizes that a hostile directory claims are to be refused before anything is inflated.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    /// <summary>No deflated stream grows by more (RFC 1951: 258 bytes from two bits).</summary>
    private const int LargestInflation = 1032;

    /// <summary>The members by name.</summary>
    /// <exception cref="CheckpointException">The directory is missing, damaged, or claims what cannot be.</exception>
    public static IReadOnlyDictionary<string, ZipEntry> Read(ByteSource source)
    {
        (long start, long length, long count) = Find(source);
        if (start < 0 || length < 0 || start > source.Length - length || count < 0 || count > length / EntryLength) throw Damaged(source, "its directory lies outside of it");
        byte[] directory = source.ReadArray(start, length);
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        var ranges = new List<(long Start, long End)>();
        int at = 0;
        for (long i = 0; i < count; i++)
        {
            (ZipEntry entry, long header, int size) = ReadEntry(source, directory.AsSpan(at), start);
            at += size;
            ranges.Add((header, entry.DataStart + entry.StoredLength));
            if (!entries.TryAdd(entry.Name, entry)) throw Damaged(source, $"record '{entry.Name}' is there twice");
        }

        // Records that share bytes are how small archives claim endless content.
        ranges.Sort();
        for (int i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].Start < ranges[i - 1].End) throw Damaged(source, "two of its records overlap");
        }

        return entries;
    }

    private static (long Start, long Length, long Count) Find(ByteSource source)
    {
        int window = (int)Math.Min(source.Length, EndLength + LongestComment);
        byte[] tail = source.ReadArray(source.Length - window, window);
        int end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end > window - EndLength) throw Damaged(source, "it has no directory");
        ReadOnlySpan<byte> record = tail.AsSpan(end);
        (long count, long length, long start) = (U16(record[10..]), U32(record[12..]), U32(record[16..]));
        if (count < ushort.MaxValue && length < uint.MaxValue && start < uint.MaxValue) return (start, length, count);

        // Zip64: a locator of 20 bytes before the end record gives the place of the larger one.
        long locator = source.Length - window + end - 20;
        byte[] found = source.ReadArray(locator, 20);
        if (!found.AsSpan().StartsWith("PK\u0006\u0007"u8)) return (start, length, count);
        byte[] large = source.ReadArray(I64(found.AsSpan(8)), 56);
        if (!large.AsSpan().StartsWith("PK\u0006\u0006"u8)) throw Damaged(source, "its zip64 directory is not where it should be");
        return (I64(large.AsSpan(48)), I64(large.AsSpan(40)), I64(large.AsSpan(32)));
    }

    private static (ZipEntry Entry, long Header, int Size) ReadEntry(ByteSource source, ReadOnlySpan<byte> record, long directory)
    {
        if (record.Length < EntryLength || !record.StartsWith("PK\u0001\u0002"u8)) throw Damaged(source, "its directory is not one");
        int nameLength = U16(record[28..]);
        int extraLength = U16(record[30..]);
        int size = EntryLength + nameLength + extraLength + U16(record[32..]);
        if (size > record.Length) throw Damaged(source, "its directory was cut");
        string name = Encoding.UTF8.GetString(record.Slice(EntryLength, nameLength));
        (long length, long stored, long header) = (U32(record[24..]), U32(record[20..]), U32(record[42..]));
        Widen(record.Slice(EntryLength + nameLength, extraLength), ref length, ref stored, ref header);
        int method = U16(record[10..]);
        if ((record[8] & 1) != 0 || method is not (0 or 8))
        {
            throw new CheckpointException($"{source.Path}: record '{name}' is encrypted or compressed by method {method}; stored and deflated ones can be read. Write the archive anew.");
        }

        if (header < 0 || header > directory - LocalLength) throw Damaged(source, $"record '{name}' lies outside of it");
        byte[] local = source.ReadArray(header, LocalLength);
        long data = header + LocalLength + U16(local.AsSpan(26)) + U16(local.AsSpan(28));
        if (!local.AsSpan().StartsWith("PK\u0003\u0004"u8) || stored < 0 || length < 0 || stored > directory - data)
        {
            throw Damaged(source, $"record '{name}' claims {stored} bytes from byte {data} on, outside of it");
        }

        if (method == 0 ? length != stored : length / LargestInflation > stored) throw Damaged(source, $"record '{name}' claims that {stored} bytes hold {length}");
        return (new ZipEntry(name, method == 8, data, stored, length), header, size);
    }

    /// <summary>Sizes and offset that do not fit 32 bits stand in the extra field 1, those and only those, in this order.</summary>
    private static void Widen(ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long header)
    {
        while (extra.Length >= 4)
        {
            int size = Math.Min(U16(extra[2..]), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            if (U16(extra) == 1)
            {
                Take(ref field, ref length);
                Take(ref field, ref stored);
                Take(ref field, ref header);
                return;
            }

            extra = extra[(4 + size)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8) return;
            value = I64(field);
            field = field[8..];
        }
    }

    private static CheckpointException Damaged(ByteSource source, string what) => new($"{source.Path}: {what}. The archive is damaged or was cut short; fetch it again.");

    private static int U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static long U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long I64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
