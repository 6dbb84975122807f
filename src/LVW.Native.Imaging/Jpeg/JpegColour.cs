using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>Turns rows of components into RGB with the fixed-point arithmetic of libjpeg (YCbCr) and Pillow (CMYK).</summary>
internal static class JpegColour
{
    private const int Half = 1 << 15;

    // round(c · 2^16).
    private const int CrToR = 91881;
    private const int CbToG = -22554;
    private const int CrToG = -46802;
    private const int CbToB = 116130;

    /// <summary>Grey to equal red, green and blue.</summary>
    public static void GreyToRgb(ReadOnlySpan<byte> grey, int width, Span<byte> rgb)
    {
        grey = grey[..width];
        for (int x = 0; x < grey.Length; x++)
        {
            Span<byte> pixel = rgb.Slice(3 * x, 3);
            pixel[0] = pixel[1] = pixel[2] = grey[x];
        }
    }

    /// <summary>Three planes to pixels.</summary>
    public static void Interleave(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, int width, Span<byte> rgb)
    {
        for (int x = 0; x < width; x++)
        {
            rgb[3 * x] = a[x];
            rgb[(3 * x) + 1] = b[x];
            rgb[(3 * x) + 2] = c[x];
        }
    }

    /// <summary>
    /// <c>R = Y + 1.402·Cr, G = Y − 0.34414·Cb − 0.71414·Cr, B = Y + 1.772·Cb</c>, chroma less 128, rounded and clamped.
    /// May write up to seven pixels past <paramref name="width"/> where <paramref name="rgb"/> is longer.
    /// </summary>
    public static void YccToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, int width, Span<byte> rgb)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector128<byte> pack = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            Vector256<int> half = Vector256.Create(Half);
            Vector256<int> centre = Vector256.Create(128);
            for (; x < width && (3 * x) + 28 <= rgb.Length; x += 8)
            {
                Vector256<int> y = Load8(luma, x);
                Vector256<int> cb = Load8(blue, x) - centre;
                Vector256<int> cr = Load8(red, x) - centre;
                Vector256<int> r = Clamp(y + (((cr * CrToR) + half) >> 16));
                Vector256<int> g = Clamp(y + (((cb * CbToG) + (cr * CrToG) + half) >> 16));
                Vector256<int> b = Clamp(y + (((cb * CbToB) + half) >> 16));
                Vector256<byte> pixels = (r | (g << 8) | (b << 16)).AsByte();
                Vector128.Shuffle(pixels.GetLower(), pack).CopyTo(rgb.Slice(3 * x, 16));
                Vector128.Shuffle(pixels.GetUpper(), pack).CopyTo(rgb.Slice((3 * x) + 12, 16));
            }
        }

        for (; x < width; x++)
        {
            int y = luma[x];
            int cb = blue[x] - 128;
            int cr = red[x] - 128;
            rgb[3 * x] = Clamp(y + (((CrToR * cr) + Half) >> 16));
            rgb[(3 * x) + 1] = Clamp(y + (((CbToG * cb) + (CrToG * cr) + Half) >> 16));
            rgb[(3 * x) + 2] = Clamp(y + (((CbToB * cb) + Half) >> 16));
        }
    }

    /// <summary>
    /// Inverted CMYK, as Adobe writes and Pillow assumes it, to RGB: <c>R = K − round((255 − C)·K / 255)</c>, in place over the three inks.
    /// </summary>
    /// <param name="rgb">The stored cyan, magenta and yellow; receives red, green and blue.</param>
    /// <param name="black">The stored black.</param>
    /// <param name="width">Pixels.</param>
    public static void CmykToRgb(Span<byte> rgb, ReadOnlySpan<byte> black, int width)
    {
        for (int i = 0; i < width * 3; i++)
        {
            int k = black[i / 3];
            int product = ((255 - rgb[i]) * k) + 128;
            rgb[i] = Clamp(k - (((product >> 8) + product) >> 8));
        }
    }

    /// <summary>YCCK's first three components hold the complement of the inks.</summary>
    public static void Complement(Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(255 - rgb[i]);
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Clamp(Vector256<int> value)
        => Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load8(ReadOnlySpan<byte> samples, int x)
    {
        Vector128<byte> eight = Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(samples.Slice(x, 8))).AsByte();
        Vector128<ushort> words = Vector128.WidenLower(eight);
        return Vector256.Create(Vector128.WidenLower(words).AsInt32(), Vector128.WidenUpper(words).AsInt32());
    }
}
