using System.Buffers.Binary;

namespace LVW.Native.Imaging.Tests.Bmp;

/// <summary>Writes BMPs of random pixels: every depth, both directions, bit fields.</summary>
internal static class BmpBuilder
{
    public static byte[] Random(Random random, int width, int height, int bits, bool topDown = false, uint[]? masks = null)
    {
        int stride = ((width * bits) + 31) / 32 * 4;
        int entries = bits <= 8 ? 1 << bits : 0;
        int start = 54 + (masks is null ? 0 : 12) + (4 * entries);
        var file = new byte[start + (stride * height)];
        random.NextBytes(file.AsSpan(54));
        file.AsSpan(0, 54).Clear();
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        Put(file, 2, file.Length);
        Put(file, 10, start);
        Put(file, 14, 40);
        Put(file, 18, width);
        Put(file, 22, topDown ? -height : height);
        file[26] = 1;
        file[28] = (byte)bits;
        Put(file, 30, masks is null ? 0 : 3);
        for (int i = 0; i < masks?.Length; i++) Put(file, 54 + (4 * i), (int)masks[i]);
        return file;
    }

    private static void Put(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
