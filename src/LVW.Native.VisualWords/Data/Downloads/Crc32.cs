namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>The CRC-32 of zip (ISO 3309, reflected polynomial EDB88320); the framework's reader of archives does not check it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Bits((uint)value))];

    /// <summary>The sum of what was summed and more bytes.</summary>
    /// <param name="sum">The sum so far; 0 at the start.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        sum = ~sum;
        foreach (byte value in bytes) sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint Bits(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
