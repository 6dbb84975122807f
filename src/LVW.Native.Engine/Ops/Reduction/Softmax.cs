using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = e^(x[c] − max) / Σ_j e^(x[j] − max); dx = y·(dy − Σ_j dy[j]·y[j]).</summary>
    public readonly struct Softmax : ISoftmaxForm
    {
        // Written as exponentials, then scaled while the row is in the cache.
        /// <inheritdoc/>
        public static unsafe void Normalize<T>(float* x, float* y, long length)
            where T : struct, ICpuLane<T>
        {
            float max = LaneRows.Max<T>(x, length);
            long i = 0;
            for (; i + T.Width <= length; i += T.Width) LaneRows.ScaledExp(T.Load(x + i), max, 1).Store(y + i);
            for (; i < length; i++) LaneRows.ScaledExp(Lane1.Load(x + i), max, 1).Store(y + i);
            float scale = (float)(1 / LaneRows.Sum<T>(y, length));
            i = 0;
            for (; i + T.Width <= length; i += T.Width) (T.Load(y + i) * T.Constant(scale)).Store(y + i);
            for (; i < length; i++) y[i] *= scale;
        }

        /// <inheritdoc/>
        public static unsafe double RowSum<T>(float* y, float* dy, long length)
            where T : struct, ICpuLane<T>
            => LaneRows.Dot<T>(dy, y, length);

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
