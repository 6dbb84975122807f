using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = x[c] − max − ln Σ_j e^(x[j] − max); dx = dy − e^y·Σ_j dy[j].</summary>
    public readonly struct LogSoftmax : ISoftmaxForm
    {
        /// <inheritdoc/>
        public static float Normalizer<TRow>(double sum)
            where TRow : struct, IRow<TRow>
            => (float)TRow.Log(sum);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Normalize<T>(T x, float max, float normalizer)
            where T : struct, ILane<T>
            => (x - T.Constant(max)) - T.Constant(normalizer);

        /// <inheritdoc/>
        public static double RowSum<TRow>(TRow y, TRow dy)
            where TRow : struct, IRow<TRow>
            => dy.Sum();

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Derivative<T>(T y, T dy, float rowSum)
            where T : struct, ILane<T>
            => dy - (T.Exp(y) * T.Constant(rowSum));
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>ln(e^x / Σ e^x) along the last axis, without forming the quotient.</summary>
        /// <param name="x">Rank 1 to 4.</param>
        public static Tensor LogSoftmax(this Tensor x) => SoftmaxOp<LogSoftmax>.Apply(x);
    }
}
