using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = x[c] − max − ln Σ_j e^(x[j] − max); dx = dy − e^y·Σ_j dy[j].</summary>
    public readonly struct LogSoftmax : ISoftmaxForm
    {
        /// <inheritdoc/>
        public static unsafe void Normalize<T>(float* x, float* y, long length)
            where T : struct, ICpuLane<T>
        {
            float max = LaneRows.Max<T>(x, length);
            float logSum = (float)Math.Log(LaneRows.SumExp<T>(x, length, max, 1));
            long i = 0;
            for (; i + T.Width <= length; i += T.Width) ((T.Load(x + i) - T.Constant(max)) - T.Constant(logSum)).Store(y + i);
            for (; i < length; i++) y[i] = (x[i] - max) - logSum;
        }

        /// <inheritdoc/>
        public static unsafe double RowSum<T>(float* y, float* dy, long length)
            where T : struct, ICpuLane<T>
            => LaneRows.Sum<T>(dy, length);

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
