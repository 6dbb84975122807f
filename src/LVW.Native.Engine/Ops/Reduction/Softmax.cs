using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = e^(x[c] − max) / Σ_j e^(x[j] − max); dx = y·(dy − Σ_j dy[j]·y[j]).</summary>
    public readonly struct Softmax : ISoftmaxForm
    {
        /// <inheritdoc/>
        public static float Normalizer<TRow>(double sum)
            where TRow : struct, IRow<TRow>
            => (float)(1 / sum);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Normalize<T>(T x, float max, float normalizer)
            where T : struct, ILane<T>
            => T.Exp(x - T.Constant(max)) * T.Constant(normalizer);

        /// <inheritdoc/>
        public static double RowSum<TRow>(TRow y, TRow dy)
            where TRow : struct, IRow<TRow>
            => dy.Dot(y, 0);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Derivative<T>(T y, T dy, float rowSum)
            where T : struct, ILane<T>
            => y * (dy - T.Constant(rowSum));
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>e^x / Σ e^x along the last axis.</summary>
        /// <param name="x">Rank 1 to 4.</param>
        public static Tensor Softmax(this Tensor x) => SoftmaxOp<Softmax>.Apply(x);
    }
}
