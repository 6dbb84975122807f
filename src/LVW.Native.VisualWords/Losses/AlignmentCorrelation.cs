using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.VisualWords.Losses;

/// <summary>From a picture's merged map A and its target G to 1 − ρ, pixel by pixel.</summary>
internal static unsafe class AlignmentCorrelation
{
    // Pixels whose terms are summed in float32 before they go to a sum in float64.
    private const int Run = 1024;

    /// <summary>
    /// 1 − ρ, ρ = Σ a·g / (H·W·σ_A·σ_G) with a = A − mean A, g = G − mean G, σ² = variance + δ². Where gradients are wanted, the target becomes
    /// −(g/σ_G − ρ·a/σ_A) / (N·H·W·σ_A).
    /// </summary>
    /// <param name="sizes">The geometry.</param>
    /// <param name="merged">A, [H, W].</param>
    /// <param name="target">G, [H, W]; becomes dL/dA.</param>
    /// <param name="wanted">Whether gradients are wanted.</param>
    public static float Compare<T>(in AlignmentSizes sizes, float* merged, float* target, bool wanted)
        where T : struct, ICpuLane<T>
    {
        int pixels = sizes.Options.Height * sizes.Options.Width;
        float mean = Mean<T>(merged, pixels);
        float wish = Mean<T>(target, pixels);
        (double aa, double gg, double ag) = (0, 0, 0);
        for (int start = 0; start < pixels; start += Run)
        {
            int end = Math.Min(pixels, start + Run);
            T squares = T.Constant(0), wishes = squares, products = squares;
            int q = start;
            for (; q + T.Width <= end; q += T.Width) Add(merged + q, target + q, mean, wish, ref squares, ref wishes, ref products);
            Lane1 square = Lane1.Constant(0), squareOfWish = square, product = square;
            for (; q < end; q++) Add(merged + q, target + q, mean, wish, ref square, ref squareOfWish, ref product);
            aa += squares.Sum() + square.Sum();
            gg += wishes.Sum() + squareOfWish.Sum();
            ag += products.Sum() + product.Sum();
        }

        var slope = new CorrelationSlope(aa / pixels, gg / pixels, ag / pixels, sizes.Options.Delta, (double)sizes.Pictures * pixels);
        if (wanted)
        {
            int q = 0;
            for (; q + T.Width <= pixels; q += T.Width) Return<T>(merged + q, target + q, mean, wish, slope);
            for (; q < pixels; q++) Return<Lane1>(merged + q, target + q, mean, wish, slope);
        }

        return (float)(1 - slope.Correlation);
    }

    // Around the first value, so that a constant map has exactly that mean.
    private static float Mean<T>(float* values, int count)
        where T : struct, ICpuLane<T>
    {
        double total = 0;
        for (int start = 0; start < count; start += Run)
        {
            int end = Math.Min(count, start + Run);
            T sum = T.Constant(0);
            int q = start;
            for (; q + T.Width <= end; q += T.Width) sum += T.Load(values + q) - T.Constant(*values);
            total += sum.Sum();
            for (; q < end; q++) total += values[q] - *values;
        }

        return (float)(*values + (total / count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(float* merged, float* target, float mean, float wish, ref T squares, ref T wishes, ref T products)
        where T : struct, ICpuLane<T>
    {
        T a = T.Load(merged) - T.Constant(mean);
        T g = T.Load(target) - T.Constant(wish);
        squares = T.MultiplyAdd(a, a, squares);
        wishes = T.MultiplyAdd(g, g, wishes);
        products = T.MultiplyAdd(a, g, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Return<T>(float* merged, float* target, float mean, float wish, in CorrelationSlope slope)
        where T : struct, ICpuLane<T>
    {
        T a = T.Load(merged) - T.Constant(mean);
        T g = T.Load(target) - T.Constant(wish);
        T.MultiplyAdd(a, T.Constant(slope.OfMap), g * T.Constant(slope.OfTarget)).Store(target);
    }
}
