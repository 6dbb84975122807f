using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Losses;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>
    /// −Σ_c q[c]·ln softmax(x)[c] for target probabilities q; dx = (softmax(x)·Σ_c q[c] − q)·dy/N, dq = −ln softmax(x)·dy/N.
    /// </summary>
    public readonly struct SoftCrossEntropy : IRowLoss
    {
        /// <inheritdoc/>
        public double LossScale => 1;

        /// <inheritdoc/>
        public float GradientScale => 1;

        // ln Σ·Σ_c q − Σ_c q·(x − max).
        /// <inheritdoc/>
        public RowStatistics Measure<TRow>(TRow x, TRow t)
            where TRow : struct, IRow<TRow>
        {
            float max = x.Max();
            double logSum = TRow.Log(x.SumExp(max, 1));
            double mass = t.Sum();
            double loss = (logSum * mass) - t.Dot(x, max);
            return new RowStatistics { Loss = (float)loss, Max = max, LogSum = (float)logSum, TargetSum = (float)mass };
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T ByLogit<T>(T x, T t, in RowStatistics row)
            where T : struct, ILane<T>
            => (T.Exp(LogProbability(x, row)) * T.Constant(row.TargetSum)) - t;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T ByTarget<T>(T x, T t, in RowStatistics row)
            where T : struct, ILane<T>
            => -LogProbability(x, row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T LogProbability<T>(T x, in RowStatistics row)
            where T : struct, ILane<T>
            => (x - T.Constant(row.Max)) - T.Constant(row.LogSum);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over rows of −Σ_c targets[c]·ln softmax(logits)[c], a scalar.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], probabilities that sum to 1 in each row.</param>
        public static Tensor CrossEntropy(this Tensor logits, Tensor targets)
            => RowLossOp<SoftCrossEntropy>.Apply("CrossEntropy", default, logits, "target probabilities", targets);
    }
}
