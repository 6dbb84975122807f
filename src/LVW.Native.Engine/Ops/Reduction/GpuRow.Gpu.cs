using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// A row in a GPU's memory, read by a team of threads: neighbours read neighbouring elements, and each thread gets every result. All
/// threads of a group must ask for the same; a team without a row reads one of length 0.
/// </summary>
internal readonly struct GpuRow(GpuTeams teams, ArrayView<float> x, int start, int length) : IRow<GpuRow>
{
    // Terms of one thread that are added in float32 before they go to float64.
    private const int Run = 64;

    private readonly ArrayView<float> x = x;
    private readonly int start = start;

    public static double Log(double value)
    {
        float rounded = (float)value;
        double log = LaneGpu.Log(rounded);
        return rounded > 0 && rounded <= float.MaxValue ? log + ((value - rounded) / rounded) : log;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max()
    {
        var max = new LaneGpu(float.NegativeInfinity);
        for (int i = teams.Lane; i < length; i += teams.Lanes) max = LaneGpu.Max(max, new LaneGpu(x[start + i]));
        return teams.Max(max.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Sum(this, default(Plain));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SumExp(float shift, float scale) => Sum(this, new ScaledExp(shift, scale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Dot(GpuRow other, float shift) => Sum(other, new Product(shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum<TTerm>(GpuRow other, TTerm term)
        where TTerm : struct, IRowTerm
    {
        double total = 0;
        int i = teams.Lane;
        while (i < length)
        {
            int stop = Math.Min(length, i + (Run * teams.Lanes));
            var sum = new LaneGpu(0);
            for (; i < stop; i += teams.Lanes) sum = term.AddTo(sum, new LaneGpu(x[start + i]), new LaneGpu(other.x[other.start + i]));
            total += sum.Value;
        }

        return teams.Sum(total);
    }

    private readonly struct Plain : IRowTerm
    {
        public T AddTo<T>(T sum, T a, T b)
            where T : struct, ILane<T>
            => sum + a;
    }

    private readonly struct ScaledExp(float shift, float scale) : IRowTerm
    {
        public T AddTo<T>(T sum, T a, T b)
            where T : struct, ILane<T>
            => sum + T.Exp((a - T.Constant(shift)) * T.Constant(scale));
    }

    private readonly struct Product(float shift) : IRowTerm
    {
        public T AddTo<T>(T sum, T a, T b)
            where T : struct, ILane<T>
            => T.MultiplyAdd(a, b - T.Constant(shift), sum);
    }
}
