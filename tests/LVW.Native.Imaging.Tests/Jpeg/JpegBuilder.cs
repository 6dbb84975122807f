using System.Buffers.Binary;

namespace LVW.Native.Imaging.Tests.Jpeg;

/// <summary>
/// Writes baseline JPEGs of random coefficients with any sampling, restart interval and order of scans: what encoders seldom write and
/// decoders must read.
/// </summary>
internal sealed class JpegBuilder
{
    // Codes of 2, 3, 4 and 12 bits, so that both the look-up and the long way are taken.
    private static readonly byte[] AcCounts = [0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 158, 0, 0, 0, 0];
    private static readonly byte[] AcSymbols = [0x00, 0x01, 0x02, 0x11, .. AllAcSymbols().Except([(byte)0x00, (byte)0x01, (byte)0x02, (byte)0x11])];
    private static readonly byte[] DcCounts = [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] DcSymbols = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    private readonly List<byte> file = [0xFF, 0xD8];
    private ulong bits;
    private int bitCount;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Sampling factors per component.</summary>
    public required (int H, int V)[] Sampling { get; init; }

    public int RestartInterval { get; init; }

    /// <summary>Whether every component has a scan of its own.</summary>
    public bool SeparateScans { get; init; }

    /// <summary>Whether quantization steps have 16 bits.</summary>
    public bool WideQuantization { get; init; }

    /// <summary>Adobe's colour transform; no segment if null.</summary>
    public byte? AdobeTransform { get; init; }

    /// <summary>Makes every coefficient but the first zero.</summary>
    public bool Flat { get; init; }

    /// <summary>Frame marker: C0 or C1.</summary>
    public byte Frame { get; init; } = 0xC0;

    public byte[] Build(Random random)
    {
        if (AdobeTransform is { } transform) Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        Segment(0xDB, [(byte)(WideQuantization ? 0x10 : 0), .. Enumerable.Range(0, 64).SelectMany(k => WideQuantization ? new byte[] { 0, (byte)(3 + (k / 4)) } : [(byte)(3 + (k / 4))])]);
        Segment(0xC4, [0x00, .. DcCounts, .. DcSymbols]);
        Segment(0xC4, [0x10, .. AcCounts, .. AcSymbols]);
        if (RestartInterval > 0) Segment(0xDD, [(byte)(RestartInterval >> 8), (byte)RestartInterval]);
        Segment(
            Frame,
            [8, (byte)(Height >> 8), (byte)Height, (byte)(Width >> 8), (byte)Width, (byte)Sampling.Length, .. Sampling.SelectMany((s, i) => new byte[] { (byte)(i + 1), (byte)((s.H << 4) | s.V), 0 })]);
        int[] all = Enumerable.Range(0, Sampling.Length).ToArray();
        foreach (int[] scan in SeparateScans ? all.Select(i => new[] { i }) : [all]) Scan(scan, random);
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static IEnumerable<byte> AllAcSymbols()
    {
        yield return 0xF0;
        yield return 0x00;
        for (int run = 0; run < 16; run++)
        {
            for (int size = 1; size <= 10; size++) yield return (byte)((run << 4) | size);
        }
    }

    private void Segment(byte marker, byte[] data)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(data.Length + 2));
        file.AddRange(head);
        file.AddRange(data);
    }

    private void Scan(int[] components, Random random)
    {
        Segment(0xDA, [(byte)components.Length, .. components.SelectMany(c => new byte[] { (byte)(c + 1), 0 }), 0, 63, 0]);
        int maxH = Sampling.Max(s => s.H);
        int maxV = Sampling.Max(s => s.V);
        (int across, int down) = (Blocks(Width, 1, maxH), Blocks(Height, 1, maxV));
        if (components.Length == 1)
        {
            (int h, int v) = Sampling[components[0]];
            across = (((Width * h) + maxH - 1) / maxH + 7) / 8;
            down = (((Height * v) + maxV - 1) / maxV + 7) / 8;
        }

        var level = new int[Sampling.Length];
        var sent = new int[Sampling.Length];
        for (int unit = 0; unit < across * down; unit++)
        {
            if (RestartInterval > 0 && unit > 0 && unit % RestartInterval == 0)
            {
                Flush();
                file.AddRange([0xFF, (byte)(0xD0 + ((unit / RestartInterval) - 1) % 8)]);
                Array.Clear(sent);
            }

            foreach (int c in components)
            {
                int blocks = components.Length == 1 ? 1 : Sampling[c].H * Sampling[c].V;
                for (int b = 0; b < blocks; b++)
                {
                    level[c] = Math.Clamp(level[c] + random.Next(-40, 41), -200, 200);
                    Block(level[c] - sent[c], random);
                    sent[c] = level[c];
                }
            }
        }

        Flush();
    }

    private static int Blocks(int size, int factor, int max) => ((size * factor) + (8 * max) - 1) / (8 * max);

    private void Block(int difference, Random random)
    {
        Value(difference, 0, DcCounts, DcSymbols);
        int k = 1;
        while (!Flat && k < 64 && random.Next(5) != 0)
        {
            int run = random.Next(4) == 0 ? random.Next(0, 40) : random.Next(0, 3);
            if (k + run > 63) break;
            for (; run > 15; run -= 16, k += 16) Code(0xF0, AcCounts, AcSymbols);
            int magnitude = random.Next(8) == 0 ? random.Next(1, 20) : random.Next(1, 4);
            Value(random.Next(2) == 0 ? magnitude : -magnitude, run, AcCounts, AcSymbols);
            k += run + 1;
        }

        if (k < 64) Code(0x00, AcCounts, AcSymbols);
    }

    private void Value(int value, int run, byte[] counts, byte[] symbols)
    {
        int size = 0;
        for (int rest = Math.Abs(value); rest > 0; rest >>= 1) size++;
        Code((byte)((run << 4) | size), counts, symbols);
        if (size > 0) Put(value < 0 ? value + (1 << size) - 1 : value, size);
    }

    private void Code(byte symbol, byte[] counts, byte[] symbols)
    {
        int wanted = Array.IndexOf(symbols, symbol);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            if (wanted < index + counts[length - 1])
            {
                Put(code + wanted - index, length);
                return;
            }

            code += counts[length - 1];
            index += counts[length - 1];
        }
    }

    private void Put(int value, int length)
    {
        bits = (bits << length) | (uint)value;
        bitCount += length;
        for (; bitCount >= 8; bitCount -= 8)
        {
            byte next = (byte)(bits >> (bitCount - 8));
            file.Add(next);
            if (next == 0xFF) file.Add(0);
        }
    }

    private void Flush()
    {
        if (bitCount > 0) Put((1 << (8 - bitCount)) - 1, 8 - bitCount);
    }
}
