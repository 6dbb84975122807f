namespace LVW.Native.Imaging.Jpeg;

/// <summary>Writes baseline JPEG (ISO/IEC 10918-1) without chroma subsampling: small pictures for pages, where a PNG takes four times the bytes.</summary>
/// <remarks>One pair of Huffman tables (K.3, K.5) serves all components: on thumbnails a second pair costs more than it saves.</remarks>
public static class JpegEncoder
{
    private const int Block = 64;

    // Tables K.1 and K.2, row by row.
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chrominance =>
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    private static readonly float[] Cosines = BuildCosines();

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture, at most 65,535 pixels a side.</param>
    /// <param name="quality">1 (smallest) to 100 (finest), on the scale of the IJG's library.</param>
    /// <returns>The file.</returns>
    public static byte[] Encode(RgbImage image, int quality = 80)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (Math.Max(image.Width, image.Height) > ushort.MaxValue)
        {
            throw new ArgumentException($"JpegEncoder: the picture has {image.Width}×{image.Height} pixels but a side of a JPEG file has at most {ushort.MaxValue}.", nameof(image));
        }

        byte[] luminance = Scaled(Luminance, quality);
        byte[] chrominance = Scaled(Chrominance, quality);
        var file = new List<byte>(image.Width * image.Height / 4);
        JpegHeaderWriter.Write(file, image.Width, image.Height, luminance, chrominance);
        var bits = new JpegBitWriter(file);
        Span<float> samples = stackalloc float[3 * Block];
        Span<int> previous = stackalloc int[3];
        previous.Clear();
        for (int y = 0; y < image.Height; y += 8)
        {
            for (int x = 0; x < image.Width; x += 8)
            {
                Sample(image, x, y, samples);
                for (int c = 0; c < 3; c++) WriteBlock(bits, samples.Slice(c * Block, Block), c == 0 ? luminance : chrominance, ref previous[c]);
            }
        }

        bits.Flush();
        file.AddRange([0xFF, JpegMarker.EndOfImage]);
        return [.. file];
    }

    // The IJG's rule: 5000 / q below 50, 200 − 2q above, in per cent of the tables.
    private static byte[] Scaled(ReadOnlySpan<byte> table, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        byte[] scaled = new byte[Block];
        for (int i = 0; i < Block; i++) scaled[i] = (byte)Math.Clamp(((table[i] * percent) + 50) / 100, 1, 255);
        return scaled;
    }

    // JFIF's colours, shifted to −128 … 127; blocks beyond the border repeat the last row and column.
    private static void Sample(RgbImage image, int left, int top, Span<float> samples)
    {
        for (int i = 0; i < Block; i++)
        {
            int x = Math.Min(left + (i & 7), image.Width - 1);
            int y = Math.Min(top + (i >> 3), image.Height - 1);
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(((y * image.Width) + x) * 3, 3);
            (float r, float g, float b) = (pixel[0], pixel[1], pixel[2]);
            samples[i] = (0.299f * r) + (0.587f * g) + (0.114f * b) - 128;
            samples[Block + i] = (-0.168736f * r) - (0.331264f * g) + (0.5f * b);
            samples[(2 * Block) + i] = (0.5f * r) - (0.418688f * g) - (0.081312f * b);
        }
    }

    // F.1.2: the difference of the mean to the last block's, then runs of zeros and values along the zigzag.
    private static void WriteBlock(JpegBitWriter bits, Span<float> samples, byte[] divisors, ref int previous)
    {
        Span<float> between = stackalloc float[Block];
        Transform(samples, between);
        Transform(between, samples);
        Span<int> levels = stackalloc int[Block];
        for (int k = 0; k < Block; k++)
        {
            int at = ZigZag.ToNatural[k];
            levels[k] = (int)MathF.Round(samples[at] / divisors[at]);
        }

        int difference = levels[0] - previous;
        previous = levels[0];
        bits.Write(JpegHuffmanCodes.Mean, Size(difference), difference);
        int last = Block - 1;
        while (last > 0 && levels[last] == 0) last--;
        int zeros = 0;
        for (int k = 1; k <= last; k++)
        {
            if (levels[k] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16) bits.Write(JpegHuffmanCodes.Detail, 0xF0, 0);
            bits.Write(JpegHuffmanCodes.Detail, (zeros << 4) | Size(levels[k]), levels[k]);
            zeros = 0;
        }

        if (last < Block - 1) bits.Write(JpegHuffmanCodes.Detail, 0, 0);
    }

    // y[u, i] = Σ_x cos[u, x]·s[i, x]: one axis, transposed, so that applied twice it transforms both.
    private static void Transform(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int i = 0; i < 8; i++)
        {
            for (int u = 0; u < 8; u++)
            {
                float sum = 0;
                for (int x = 0; x < 8; x++) sum += Cosines[(u * 8) + x] * source[(i * 8) + x];
                target[(u * 8) + i] = sum;
            }
        }
    }

    private static int Size(int value) => 32 - int.LeadingZeroCount(Math.Abs(value));

    // A.3.3: ½·C(u)·cos((2x + 1)uπ / 16), C(0) = 1/√2.
    private static float[] BuildCosines()
    {
        float[] table = new float[Block];
        for (int u = 0; u < 8; u++)
        {
            for (int x = 0; x < 8; x++) table[(u * 8) + x] = (float)(0.5 * (u == 0 ? Math.Sqrt(0.5) : 1) * Math.Cos(((2 * x) + 1) * u * Math.PI / 16));
        }

        return table;
    }
}
