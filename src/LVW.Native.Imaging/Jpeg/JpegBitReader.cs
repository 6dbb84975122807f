using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>Bits of entropy-coded data, stuffed zero bytes removed; beyond a marker or the end there are zeros without end.</summary>
/// <param name="data">The file.</param>
/// <param name="position">Where the data starts.</param>
internal ref struct JpegBitReader(ReadOnlySpan<byte> data, int position)
{
    /// <summary>After a refill there are at least this many bits.</summary>
    public const int Guaranteed = 56;

    private readonly ReadOnlySpan<byte> data = data;
    private int padding;
    private bool atMarker;

    /// <summary>The next bits, from the top.</summary>
    public ulong Bits;

    /// <summary>How many of them there are.</summary>
    public int Count;

    /// <summary>The next unread byte of the file; a marker where the data has ended.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether more bits were taken than there were.</summary>
    public readonly bool Overrun => padding > Count;

    /// <summary>A value of <paramref name="size"/> bits as the signed number that it stands for (figure F.12).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int value, int size) => value + (((value - (1 << (size - 1))) >> 31) & ((-1 << size) + 1));

    /// <summary>Fills up to at least <see cref="Guaranteed"/> bits.</summary>
    public void Refill()
    {
        if (!atMarker && Position + 8 <= data.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(data[Position..]);
            bool hasFF = ((~next - 0x0101010101010101) & next & 0x8080808080808080) != 0;
            if (!hasFF)
            {
                // Bits below Count may get set twice, to the same value.
                int bytes = (63 - Count) >> 3;
                Bits |= next >> Count;
                Count += bytes * 8;
                Position += bytes;
                return;
            }
        }

        while (Count <= Guaranteed)
        {
            Bits |= (ulong)NextByte() << (56 - Count);
            Count += 8;
        }
    }

    /// <summary>Decodes one symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        if (Count < 16) Refill();
        int entry = table.LookUp[(int)(Bits >> (64 - HuffmanTable.LookAhead))];
        int symbol = (entry >> 8) & 0xFF;

        // A complete entry counts the value bits too, which the caller of this method takes by itself.
        int length = (entry & HuffmanTable.Complete) != 0 ? (entry & 0x7F) - (symbol & 15) : entry & 0x7F;
        if (entry == 0)
        {
            entry = table.DecodeLong((int)(Bits >> 48));
            symbol = entry >> 8;
            length = entry & 0x7F;
        }

        Bits <<= length;
        Count -= length;
        return symbol;
    }

    /// <summary>The next <paramref name="size"/> bits, 1 to 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int size)
    {
        if (Count < size) Refill();
        int value = (int)(Bits >> (64 - size));
        Bits <<= size;
        Count -= size;
        return value;
    }

    /// <summary>Drops what is left of the interval and starts anew after the restart marker, if there is one.</summary>
    /// <param name="expected">The marker, D0 to D7.</param>
    /// <returns>Whether the expected marker is there.</returns>
    public bool Restart(byte expected)
    {
        Bits = 0;
        Count = 0;
        padding = 0;
        atMarker = false;
        int at = Position;
        while (at + 1 < data.Length && !(data[at] == 0xFF && data[at + 1] is not (0 or 0xFF))) at++;
        if (at + 1 >= data.Length || data[at + 1] != expected) return false;
        Position = at + 2;
        return true;
    }

    private byte NextByte()
    {
        if (!atMarker && Position < data.Length)
        {
            byte value = data[Position];
            if (value != 0xFF)
            {
                Position++;
                return value;
            }

            int next = Position + 1;
            while (next < data.Length && data[next] == 0xFF) next++;
            if (next < data.Length && data[next] == 0)
            {
                Position = next + 1;
                return value;
            }
        }

        atMarker = true;
        padding += 8;
        return 0;
    }
}
