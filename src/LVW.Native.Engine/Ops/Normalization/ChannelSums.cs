using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Ops.Normalization;

/// <summary>Sums of channels on the processor: float32 over a run of rows, moved here to float64. Four channels at a time, in an order that sizes alone decide.</summary>
internal static unsafe class ChannelSums
{
    private const int Width = 4;

    /// <summary>totals[c] += sums[c].</summary>
    public static void Add(float* sums, double* totals, int count)
    {
        int c = 0;
        for (; c + Width <= count; c += Width) (Vector256.Load(totals + c) + Wide(sums + c)).Store(totals + c);
        for (; c < count; c++) totals[c] += sums[c];
    }

    /// <summary>totals[c] += sums[c].</summary>
    public static void Add(double* sums, double* totals, int count)
    {
        int c = 0;
        for (; c + Width <= count; c += Width) (Vector256.Load(totals + c) + Vector256.Load(sums + c)).Store(totals + c);
        for (; c < count; c++) totals[c] += sums[c];
    }

    /// <summary>Adds the two sums of a run of channels over all parts, in order.</summary>
    /// <param name="sums">[part][two][channels].</param>
    /// <param name="parts">Parts.</param>
    /// <param name="channels">Channels of a part.</param>
    /// <param name="first">The first channel.</param>
    /// <param name="count">Channels to add up.</param>
    /// <param name="one">Totals of the first sum; overwritten.</param>
    /// <param name="other">Totals of the second; overwritten.</param>
    public static void Total(double* sums, int parts, int channels, int first, int count, double* one, double* other)
    {
        new Span<double>(one, count).Clear();
        new Span<double>(other, count).Clear();
        for (int part = 0; part < parts; part++)
        {
            double* source = sums + (part * 2L * channels) + first;
            Add(source, one, count);
            Add(source + channels, other, count);
        }
    }

    /// <summary>
    /// Adds Σ (x − near) and Σ (x − near)² of a run to Σ (x − origin) and Σ (x − origin)²: with gap = near − origin these are
    /// gap·rows + Σ and gap·(gap·rows + 2Σ) + Σ².
    /// </summary>
    public static void AddAbout(int rows, float* near, float* origin, float* sums, float* squares, double* totals, double* totalSquares, int count)
    {
        Vector256<double> n = Vector256.Create((double)rows);
        int c = 0;
        for (; c + Width <= count; c += Width)
        {
            Vector256<double> gap = Wide(near + c) - Wide(origin + c);
            Vector256<double> sum = Wide(sums + c);
            Vector256<double> moved = gap * n;
            (Vector256.Load(totals + c) + moved + sum).Store(totals + c);
            (Vector256.Load(totalSquares + c) + (gap * (moved + sum + sum)) + Wide(squares + c)).Store(totalSquares + c);
        }

        for (; c < count; c++)
        {
            double gap = (double)near[c] - origin[c];
            double moved = gap * rows;
            totals[c] = totals[c] + moved + sums[c];
            totalSquares[c] = totalSquares[c] + (gap * (moved + sums[c] + sums[c])) + squares[c];
        }
    }

    private static Vector256<double> Wide(float* source) => Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe());
}
