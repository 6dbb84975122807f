using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>In which form <see cref="SoftmaxOp{TForm}"/> gives the probabilities of a row.</summary>
public unsafe interface ISoftmaxForm
{
    /// <summary>Normalises a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="y">Its result.</param>
    /// <param name="length">Elements of the row.</param>
    static abstract void Normalize<T>(float* x, float* y, long length)
        where T : struct, ICpuLane<T>;

    /// <summary>The sum over a row that every derivative of the row contains.</summary>
    static abstract double RowSum<T>(float* y, float* dy, long length)
        where T : struct, ICpuLane<T>;

    /// <summary>dx, from the result, its gradient and the row's sum.</summary>
    static abstract T Derivative<T>(T y, T dy, float rowSum)
        where T : struct, ILane<T>;
}
