using System.Buffers.Binary;

namespace LVW.Native.Imaging.ImageSharp.Files;

/// <summary>The first directory of a TIFF or BigTIFF file.</summary>
internal static class TiffFile
{
    private static readonly (int Offsets, int Lengths)[] Parts = [(273, 279), (324, 325)];

    /// <summary>Whether all strips and tiles of the first picture lie within the file; ImageSharp leaves missing ones black.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        var directory = new Directory(file);
        foreach ((int offsets, int lengths) in Parts)
        {
            int count = directory.Count(offsets);
            if (count < 0 || count != directory.Count(lengths)) return false;
            for (int i = 0; i < count; i++)
            {
                if (directory.Value(offsets, i) is not { } start || directory.Value(lengths, i) is not { } length) return false;
                if (start > file.Length || length > file.Length - start) return false;
            }
        }

        return true;
    }

    // Entries are tag, type, count, and the values or, where they do not fit, their place; counts and places are wider in BigTIFF.
    private readonly ref struct Directory
    {
        private readonly ReadOnlySpan<byte> file;
        private readonly bool little;
        private readonly int word;
        private readonly long first;
        private readonly long entries;

        public Directory(ReadOnlySpan<byte> file)
        {
            this.file = file;
            little = file.StartsWith("II"u8);
            word = file.Length > 3 && file[little ? 2 : 3] == '+' ? 8 : 4;
            long start = Number(word == 8 ? 8 : 4, word) ?? -1;
            int width = word == 8 ? 8 : 2;
            entries = Number(start, width) ?? 0;
            first = start + width;
        }

        private int EntryBytes => 4 + (2 * word);

        /// <summary>Number of a tag's values: 0 without the tag, −1 where the file ends too early.</summary>
        public int Count(int tag) => Find(tag) is not { } entry ? 0 : entry < 0 ? -1 : (int)Math.Clamp(Number(entry + 4, word) ?? -1, -1, int.MaxValue);

        public long? Value(int tag, int index)
        {
            if (Find(tag) is not { } entry || entry < 0 || Number(entry + 2, 2) is not { } type || Number(entry + 4, word) is not { } count) return null;
            int width = type switch { 3 => 2, 4 or 13 => 4, 16 or 18 => 8, _ => 0 };
            if (width == 0) return null;
            long values = entry + 4 + word;
            if (count > word / width) values = Number(values, word) ?? -1;
            return Number(values + ((long)index * width), width);
        }

        // Null without the tag, −1 where the file ends before the directory does.
        private long? Find(int tag)
        {
            for (long i = 0; i < entries; i++)
            {
                long at = first + (i * EntryBytes);
                if (Number(at, 2) is not { } found) return -1;
                if (found == tag) return at;
            }

            return null;
        }

        private long? Number(long at, int width)
        {
            if (at < 0 || at > file.Length - width) return null;
            ReadOnlySpan<byte> bytes = file.Slice((int)at, width);
            ulong value = width switch
            {
                2 => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
                4 => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
                _ => little ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes),
            };
            return value <= int.MaxValue ? (long)value : null;
        }
    }
}
