using System.Buffers.Binary;

namespace LVW.Native.Imaging.Png;

/// <summary>The checksum of PNG chunks (ISO 3309, reflected polynomial EDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private const int Slices = 8;

    // Table[256 · k + b]: the effect of byte b followed by k zero bytes.
    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of a chunk's type and data.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Table;
        uint crc = uint.MaxValue;
        while (data.Length >= Slices)
        {
            uint first = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint second = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[(7 * 256) + (int)(first & 0xFF)] ^ table[(6 * 256) + (int)((first >> 8) & 0xFF)]
                ^ table[(5 * 256) + (int)((first >> 16) & 0xFF)] ^ table[(4 * 256) + (int)(first >> 24)]
                ^ table[(3 * 256) + (int)(second & 0xFF)] ^ table[(2 * 256) + (int)((second >> 8) & 0xFF)]
                ^ table[256 + (int)((second >> 16) & 0xFF)] ^ table[(int)(second >> 24)];
            data = data[Slices..];
        }

        foreach (byte value in data) crc = table[(int)((crc ^ value) & 0xFF)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256 * Slices];
        for (uint b = 0; b < 256; b++)
        {
            uint crc = b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
            table[b] = crc;
        }

        for (int i = 256; i < table.Length; i++) table[i] = table[table[i - 256] & 0xFF] ^ (table[i - 256] >> 8);
        return table;
    }
}
