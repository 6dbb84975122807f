using System.Buffers.Binary;

namespace LVW.Native.Imaging.ImageSharp.Files;

/// <summary>The pixels of a TGA file.</summary>
internal static class TgaFile
{
    private const int HeaderBytes = 18;
    private const int RunLength = 8;

    /// <summary>Whether every pixel is there; ImageSharp leaves missing ones black.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes) return false;
        long mapEntries = file[1] == 0 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(file[5..]);
        long at = HeaderBytes + file[0] + (mapEntries * ((file[7] + 7) / 8));
        long pixels = (long)BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) * BinaryPrimitives.ReadUInt16LittleEndian(file[14..]);
        int bytes = (file[16] + 7) / 8;
        if ((file[2] & RunLength) == 0) return at + (pixels * bytes) <= file.Length;
        while (pixels > 0 && at < file.Length)
        {
            byte packet = file[(int)at];
            int count = (packet & 0x7F) + 1;
            pixels -= count;
            at += 1 + (packet > 0x7F ? bytes : bytes * count);
        }

        return pixels <= 0 && at <= file.Length;
    }
}
