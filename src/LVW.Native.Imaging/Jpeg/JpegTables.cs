using System.Buffers.Binary;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>The quantization and Huffman tables as the file has defined them so far.</summary>
internal sealed class JpegTables
{
    /// <summary>Quantization tables in row-major order.</summary>
    public ushort[]?[] Quantization { get; } = new ushort[]?[4];

    /// <summary>Huffman tables of DC differences.</summary>
    public HuffmanTable?[] Dc { get; } = new HuffmanTable?[4];

    /// <summary>Huffman tables of AC coefficients.</summary>
    public HuffmanTable?[] Ac { get; } = new HuffmanTable?[4];

    /// <summary>Reads a DQT segment (B.2.4.1).</summary>
    public void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            bool wide = segment[0] >> 4 != 0;
            int index = segment[0] & 15;
            int bytes = wide ? 128 : 64;
            if (index > 3 || segment.Length < 1 + bytes) throw JpegError.Damaged("a quantization table is damaged");
            var table = new ushort[64];
            for (int k = 0; k < 64; k++)
            {
                table[ZigZag.ToNatural[k]] = wide ? BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * k))..]) : segment[1 + k];
            }

            Quantization[index] = table;
            segment = segment[(1 + bytes)..];
        }
    }

    /// <summary>Reads a DHT segment (B.2.4.2).</summary>
    public void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            int kind = segment[0] >> 4;
            int index = segment[0] & 15;
            ReadOnlySpan<byte> counts = segment.Slice(1, 16);
            int symbols = 0;
            foreach (byte count in counts) symbols += count;
            if (kind > 1 || index > 3 || symbols > 256 || segment.Length < 17 + symbols)
            {
                throw JpegError.Damaged("a Huffman table is damaged");
            }

            (kind == 0 ? Dc : Ac)[index] = new HuffmanTable(counts, segment.Slice(17, symbols).ToArray());
            segment = segment[(17 + symbols)..];
        }
    }
}
