using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>A row in the processor's memory, read by one thread in vectors of T.</summary>
internal readonly unsafe struct CpuRow<T>(float* x, long length) : IRow<CpuRow<T>>
    where T : struct, ICpuLane<T>
{
    private readonly float* x = x;

    public static double Log(double value) => Math.Log(value);

    public float Max() => LaneRows.Max<T>(x, length);

    public double Sum() => LaneRows.Sum<T>(x, length);

    public double SumExp(float shift, float scale) => LaneRows.SumExp<T>(x, length, shift, scale);

    public double Dot(CpuRow<T> other, float shift) => LaneRows.Dot<T>(x, other.x, length, shift);

    public double Sum<TTerm>(CpuRow<T> other, TTerm term)
        where TTerm : struct, IRowTerm
        => LaneRows.Sum<T, TTerm>(x, other.x, length, term);
}
