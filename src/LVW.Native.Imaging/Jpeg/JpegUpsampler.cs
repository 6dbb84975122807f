using System.Runtime.Intrinsics;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>
/// Brings the rows of one component to the picture's resolution, as libjpeg-turbo does by default ("fancy": a triangle filter).
/// </summary>
/// <remarks>
/// Doubling weighs the nearer sample 3/4 and the farther 1/4 along each axis; the roundings alternate so that they do not drift.
/// Other factors, and components of at most two columns, are replicated.
/// </remarks>
internal sealed class JpegUpsampler
{
    // Groups of eight pixels may be read and sixteen written past the row's end.
    private const int Slack = 64;

    private readonly JpegComponent component;
    private readonly int factorH;
    private readonly int factorV;
    private readonly bool smooth;
    private readonly byte[] row = [];
    private readonly ushort[] sums = [];

    public JpegUpsampler(JpegComponent component, JpegFrame frame)
    {
        this.component = component;
        factorH = frame.MaxH / component.H;
        factorV = frame.MaxV / component.V;
        smooth = (factorH, factorV) is (1, 2) || ((factorH, factorV) is (2, 1) or (2, 2) && component.Width > 2);
        if (factorH == 1 && factorV == 1) return;
        row = new byte[(component.Width * factorH) + Slack];
        sums = new ushort[component.Width + Slack];
    }

    /// <summary>Row <paramref name="y"/> of the picture: at least its width, and on to a multiple of 8.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        int sourceY = y / factorV;
        ReadOnlySpan<byte> near = component.Samples.AsSpan(sourceY * component.Stride, component.Stride);
        if (factorH == 1 && factorV == 1) return near;
        int width = component.Width;
        if (!smooth)
        {
            for (int x = 0; x < width; x++) row.AsSpan(x * factorH, factorH).Fill(near[x]);
            return row;
        }

        Span<ushort> inner = sums.AsSpan(1, width);
        if (factorV == 1)
        {
            for (int x = 0; x < width; x++) inner[x] = near[x];
            DoubleColumns(width, evenBias: 1, oddBias: 2, shift: 2);
            return row;
        }

        // Rows 2s and 2s + 1 lie a quarter above and below the centre of row s.
        bool upper = (y & 1) == 0;
        int farY = upper ? Math.Max(sourceY - 1, 0) : Math.Min(sourceY + 1, component.Height - 1);
        ReadOnlySpan<byte> far = component.Samples.AsSpan(farY * component.Stride, component.Stride);
        WeighRows(near, far, inner);
        if (factorH == 1)
        {
            int bias = upper ? 1 : 2;
            for (int x = 0; x < width; x++) row[x] = (byte)((inner[x] + bias) >> 2);
        }
        else
        {
            DoubleColumns(width, evenBias: 8, oddBias: 7, shift: 4);
        }

        return row;
    }

    private static void WeighRows(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> inner)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; x <= inner.Length - 16; x += 16)
            {
                Vector256<ushort> a = Widen(Vector128.Create(near.Slice(x, 16)));
                Vector256<ushort> b = Widen(Vector128.Create(far.Slice(x, 16)));
                (a + a + a + b).CopyTo(inner[x..]);
            }
        }

        for (; x < inner.Length; x++) inner[x] = (ushort)((near[x] * 3) + far[x]);
    }

    private static Vector256<ushort> Widen(Vector128<byte> bytes)
        => Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));

    // row[2i] = (3·s[i] + s[i−1] + evenBias) >> shift, row[2i+1] = (3·s[i] + s[i+1] + oddBias) >> shift; the ends are repeated, which
    // gives libjpeg's special cases there.
    private void DoubleColumns(int width, int evenBias, int oddBias, int shift)
    {
        sums[0] = sums[1];
        sums[width + 1] = sums[width];
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<ushort> even = Vector256.Create((ushort)evenBias);
            Vector256<ushort> odd = Vector256.Create((ushort)oddBias);
            for (; x < width; x += 16)
            {
                Vector256<ushort> here = Vector256.Create(sums.AsSpan(x + 1, 16));
                Vector256<ushort> left = Vector256.Create(sums.AsSpan(x, 16));
                Vector256<ushort> right = Vector256.Create(sums.AsSpan(x + 2, 16));
                Vector256<ushort> triple = here + here + here;
                Vector256<ushort> pairs = ((triple + left + even) >> shift) | (((triple + right + odd) >> shift) << 8);
                pairs.AsByte().CopyTo(row.AsSpan(2 * x));
            }
        }

        for (; x < width; x++)
        {
            row[2 * x] = (byte)(((sums[x + 1] * 3) + sums[x] + evenBias) >> shift);
            row[(2 * x) + 1] = (byte)(((sums[x + 1] * 3) + sums[x + 2] + oddBias) >> shift);
        }
    }
}
