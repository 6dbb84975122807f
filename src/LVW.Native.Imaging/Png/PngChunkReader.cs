using System.Buffers.Binary;
using System.Text;

namespace LVW.Native.Imaging.Png;

/// <summary>Walks over the chunks of a file: length, type, data, checksum.</summary>
internal ref struct PngChunkReader(ReadOnlySpan<byte> file, bool strict)
{
    private readonly ReadOnlySpan<byte> file = file;
    private int next = Signature.Length;

    /// <summary>The first bytes of every PNG.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Type of the current chunk.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>Where the current chunk's data starts in the file.</summary>
    public int DataStart { get; private set; }

    /// <summary>Length of the current chunk's data.</summary>
    public int DataLength { get; private set; }

    /// <summary>The current chunk's data.</summary>
    public readonly ReadOnlySpan<byte> Data => file.Slice(DataStart, DataLength);

    /// <summary>Name of the current chunk, for messages.</summary>
    public readonly string Name => Encoding.ASCII.GetString(Type);

    /// <summary>Whether a decoder that does not know the chunk must give up.</summary>
    public readonly bool IsCritical => (Type[0] & 0x20) == 0;

    /// <summary>Goes to the next chunk; false at the end of the file. A strict reader tests length and checksum.</summary>
    public bool Read()
    {
        if (file.Length - next < 12)
        {
            if (strict) throw Truncated();
            if (file.Length - next < 8) return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[next..]);
        int available = Math.Max(file.Length - next - 12, 0);
        if (length > available)
        {
            if (strict) throw Truncated();
            length = (uint)(file.Length - next - 8);
        }

        Type = file.Slice(next + 4, 4);
        DataStart = next + 8;
        DataLength = (int)length;
        next = (int)Math.Min((long)DataStart + length + 4, file.Length);
        if (strict)
        {
            uint expected = BinaryPrimitives.ReadUInt32BigEndian(file[(DataStart + DataLength)..]);
            if (Crc32.Compute(file.Slice(DataStart - 4, DataLength + 4)) != expected)
            {
                throw new ImageFormatException(
                    $"PNG: the checksum of chunk {Name} at byte {DataStart - 8} is wrong. The file is damaged; fetch it again.");
            }
        }

        return true;
    }

    private static ImageFormatException Truncated()
        => new("PNG: the file ends before its last chunk. It is truncated; fetch it again, or decode with Strict = false.");
}
