using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.VisualWords.Losses;

/// <summary>From a picture's merged map A and its target G to the error, pixel by pixel.</summary>
internal static unsafe class AlignmentError
{
    // Pixels whose terms are summed in float32 before they go to a sum in float64.
    private const int Run = 1024;

    /// <summary>
    /// Mean of (Â − G)², Â = A/(M + δ). Where gradients are wanted, the target becomes e/(M + δ) with e = 2(Â − G)/(N·H·W), and at the
    /// maximum besides −Σ e·A/(M + δ)².
    /// </summary>
    /// <param name="sizes">The geometry.</param>
    /// <param name="merged">A, [H, W].</param>
    /// <param name="target">G, [H, W]; becomes dL/dA.</param>
    /// <param name="wanted">Whether gradients are wanted.</param>
    public static float Compare<T>(in AlignmentSizes sizes, float* merged, float* target, bool wanted)
        where T : struct, ICpuLane<T>
    {
        int pixels = sizes.Options.Height * sizes.Options.Width;
        int peak = Peak<T>(merged, pixels);
        float inverse = (float)(1.0 / (merged[peak] + (double)sizes.Options.Delta));
        float scale = (float)(2.0 / ((double)sizes.Pictures * pixels));
        (double loss, double pull) = (0, 0);
        for (int start = 0; start < pixels; start += Run)
        {
            int end = Math.Min(pixels, start + Run);
            T losses = T.Constant(0), pulls = losses;
            int q = start;
            for (; q + T.Width <= end; q += T.Width) One(merged + q, target + q, inverse, scale, ref losses, ref pulls, wanted);
            loss += losses.Sum();
            pull += pulls.Sum();
            Lane1 loss1 = Lane1.Constant(0), pull1 = loss1;
            for (; q < end; q++) One(merged + q, target + q, inverse, scale, ref loss1, ref pull1, wanted);
            loss += loss1.Sum();
            pull += pull1.Sum();
        }

        if (wanted) target[peak] -= (float)(pull * scale * inverse * inverse);
        return (float)(loss / pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<T>(float* merged, float* target, float inverse, float scale, ref T losses, ref T pulls, bool wanted)
        where T : struct, ICpuLane<T>
    {
        T value = T.Load(merged);
        T difference = (value * T.Constant(inverse)) - T.Load(target);
        losses = T.MultiplyAdd(difference, difference, losses);
        pulls = T.MultiplyAdd(difference, value, pulls);
        if (wanted) (difference * T.Constant(scale * inverse)).Store(target);
    }

    // The first pixel with the largest value; runs are compared by their maxima, and only the best is searched.
    private static int Peak<T>(float* values, int count)
        where T : struct, ICpuLane<T>
    {
        float* lanes = stackalloc float[T.Width];
        (int best, float largest) = (0, float.NegativeInfinity);
        for (int start = 0; start < count; start += Run)
        {
            int end = Math.Min(count, start + Run);
            float most = float.NegativeInfinity;
            int q = start;
            if (q + T.Width <= end)
            {
                T most1 = T.Load(values + q);
                for (q += T.Width; q + T.Width <= end; q += T.Width) most1 = T.Max(most1, T.Load(values + q));
                most1.Store(lanes);
                for (int i = 0; i < T.Width; i++) most = MathF.Max(most, lanes[i]);
            }

            for (; q < end; q++) most = MathF.Max(most, values[q]);
            if (most > largest) (best, largest) = (start, most);
        }

        int place = best;
        while (place < count - 1 && values[place] != largest) place++;
        return values[place] == largest ? place : 0;
    }
}
