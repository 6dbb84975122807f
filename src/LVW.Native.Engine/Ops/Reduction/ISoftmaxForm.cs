using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>In which form <see cref="SoftmaxOp{TForm}"/> gives the probabilities of a row.</summary>
public interface ISoftmaxForm
{
    /// <summary>What normalises every element of a row.</summary>
    /// <param name="sum">Σ e^(x − max) of the row.</param>
    static abstract float Normalizer<TRow>(double sum)
        where TRow : struct, IRow<TRow>;

    /// <summary>y, from x, the row's largest element and its normalizer.</summary>
    static abstract T Normalize<T>(T x, float max, float normalizer)
        where T : struct, ILane<T>;

    /// <summary>The sum over a row that every derivative of the row contains.</summary>
    static abstract double RowSum<TRow>(TRow y, TRow dy)
        where TRow : struct, IRow<TRow>;

    /// <summary>dx, from the result, its gradient and the row's sum.</summary>
    static abstract T Derivative<T>(T y, T dy, float rowSum)
        where T : struct, ILane<T>;
}
