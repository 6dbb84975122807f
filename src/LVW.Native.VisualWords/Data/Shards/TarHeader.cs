using System.Text;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>One header block of a tar file (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format").</summary>
/// <param name="Name">The member's name, with its prefix.</param>
/// <param name="Size">Bytes of content that follow.</param>
/// <param name="Type">The type flag; a zero byte is told as '0'.</param>
internal readonly record struct TarHeader(string Name, long Size, char Type)
{
    public const int Length = 512;

    private const int SizeAt = 124;
    private const int SumAt = 148;
    private const int TypeAt = 156;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;

    /// <summary>Reads a block; null where its checksum or size is damaged.</summary>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(SumAt, 8)) is not { } sum || !IsSum(block, sum) || Number(block.Slice(SizeAt, 12)) is not { } size) return null;
        string name = Text(block[..100]);

        // GNU's own format has "ustar" and blanks there, and other fields where ustar has the prefix.
        string prefix = block.Slice(MagicAt, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(PrefixAt, 155)) : "";
        char type = block[TypeAt] == 0 ? '0' : (char)block[TypeAt];
        return new TarHeader(prefix.Length == 0 ? name : $"{prefix}/{name}", size, type);
    }

    // Some old writers summed signed bytes.
    private static bool IsSum(ReadOnlySpan<byte> block, long sum)
    {
        long unsigned = 0, signed = 0;
        for (int i = 0; i < Length; i++)
        {
            byte value = i is >= SumAt and < SumAt + 8 ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        return sum == unsigned || sum == signed;
    }

    // Octal digits, or beyond 8 GiB a binary number behind a set bit.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] != 0x80) return null;
            foreach (byte part in field[1..])
            {
                if (value > long.MaxValue >> 9) return null;
                value = (value << 8) | part;
            }

            return value;
        }

        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
