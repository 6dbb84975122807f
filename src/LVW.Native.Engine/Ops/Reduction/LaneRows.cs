using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>What the row-wise kernels (softmax and the losses on logits) need of one row: sums in float32 blocks, then float64.</summary>
internal static unsafe class LaneRows
{
    /// <summary>Elements of a row-wise pass with exponentials that are worth handing to a thread.</summary>
    public const long ComputeBound = 4096;

    private const int Block = 1024;

    /// <summary>max x; NaN when any is.</summary>
    public static float Max<T>(float* x, long count)
        where T : struct, ICpuLane<T>
    {
        float max = float.NegativeInfinity;
        long i = 0;
        if (count >= T.Width)
        {
            T lanes = T.Load(x);
            for (i = T.Width; i + T.Width <= count; i += T.Width) lanes = T.Max(lanes, T.Load(x + i));
            float* values = stackalloc float[16];
            lanes.Store(values);
            for (int lane = 0; lane < T.Width; lane++) max = MathF.Max(max, values[lane]);
        }

        for (; i < count; i++) max = MathF.Max(max, x[i]);
        return max;
    }

    /// <summary>Σ e^((x − shift)·scale).</summary>
    public static double SumExp<T>(float* x, long count, float shift, float scale)
        where T : struct, ICpuLane<T>
    {
        double total = 0;
        long i = 0;
        while (i + T.Width <= count)
        {
            long end = Math.Min(count, i + Block);
            T sum = T.Constant(0);
            for (; i + T.Width <= end; i += T.Width) sum += ScaledExp(T.Load(x + i), shift, scale);
            total += sum.Sum();
        }

        int rest = (int)(count - i);
        if (rest == 1) return total + ScaledExp(Lane1.Load(x + i), shift, scale).Sum();
        return rest > 1 ? total + SumExpOfFew<T>(x + i, rest, shift, scale) : total;
    }

    /// <summary>Σ x.</summary>
    public static double Sum<T>(float* x, long count)
        where T : struct, ICpuLane<T>
    {
        double total = 0;
        long i = 0;
        while (i + T.Width <= count)
        {
            long end = Math.Min(count, i + Block);
            T sum = T.Constant(0);
            for (; i + T.Width <= end; i += T.Width) sum += T.Load(x + i);
            total += sum.Sum();
        }

        for (; i < count; i++) total += x[i];
        return total;
    }

    /// <summary>Σ a·(b − shift).</summary>
    public static double Dot<T>(float* a, float* b, long count, float shift = 0)
        where T : struct, ICpuLane<T>
    {
        double total = 0;
        long i = 0;
        while (i + T.Width <= count)
        {
            long end = Math.Min(count, i + Block);
            T sum = T.Constant(0);
            for (; i + T.Width <= end; i += T.Width) sum = T.MultiplyAdd(T.Load(a + i), T.Load(b + i) - T.Constant(shift), sum);
            total += sum.Sum();
        }

        for (; i < count; i++) total += a[i] * (b[i] - shift);
        return total;
    }

    /// <summary>Σ term(a, b).</summary>
    public static double Sum<T, TTerm>(float* a, float* b, long count, TTerm term)
        where T : struct, ICpuLane<T>
        where TTerm : struct, IRowTerm
    {
        double total = 0;
        long i = 0;
        while (i + T.Width <= count)
        {
            long end = Math.Min(count, i + Block);
            T sum = T.Constant(0);
            for (; i + T.Width <= end; i += T.Width) sum = term.AddTo(sum, T.Load(a + i), T.Load(b + i));
            total += sum.Sum();
        }

        int rest = (int)(count - i);
        if (rest == 1) return total + term.AddTo(Lane1.Constant(0), Lane1.Load(a + i), Lane1.Load(b + i)).Sum();
        return rest > 1 ? total + SumOfFew<T, TTerm>(a + i, b + i, rest, term) : total;
    }

    /// <summary>e^((x − shift)·scale).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ScaledExp<T>(T x, float shift, float scale)
        where T : struct, ICpuLane<T>
        => T.Exp((x - T.Constant(shift)) * T.Constant(scale));

    // Not inlined: beside a second exponential the loop before it slows down.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float SumExpOfFew<T>(float* x, int count, float shift, float scale)
        where T : struct, ICpuLane<T>
        => PartialLanes.Sum(ScaledExp(PartialLanes.Load<T>(x, count), shift, scale), count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float SumOfFew<T, TTerm>(float* a, float* b, int count, TTerm term)
        where T : struct, ICpuLane<T>
        where TTerm : struct, IRowTerm
        => PartialLanes.Sum(term.AddTo(T.Constant(0), PartialLanes.Load<T>(a, count), PartialLanes.Load<T>(b, count)), count);
}
