using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Losses;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>
    /// T²·Σ_c p[c]·(ln p[c] − ln q[c]) with p = softmax(t/T), q = softmax(x/T): distillation (Hinton, Vinyals, Dean 2015).
    /// dx = T·(q − p)·dy/N, dt = T·p·(ln p − ln q − KL)·dy/N.
    /// </summary>
    public readonly struct KlDivergence : IRowLoss
    {
        private readonly float temperature;
        private readonly float scale;

        /// <summary>Sets the temperature.</summary>
        /// <param name="temperature">T, above 0: larger is softer.</param>
        /// <exception cref="ArgumentException">The temperature is not above 0.</exception>
        public KlDivergence(float temperature)
        {
            if (!(temperature > 0 && float.IsFinite(temperature)))
            {
                throw new ArgumentException($"KlDivergence: the temperature must be finite and above 0 but is {temperature}. Use 1 for plain softmax.");
            }

            this.temperature = temperature;
            scale = 1 / temperature;
        }

        /// <inheritdoc/>
        public double LossScale => (double)temperature * temperature;

        /// <inheritdoc/>
        public float GradientScale => temperature;

        /// <inheritdoc/>
        public RowStatistics Measure<TRow>(TRow x, TRow t)
            where TRow : struct, IRow<TRow>
        {
            float max = x.Max();
            float targetMax = t.Max();
            var row = new RowStatistics
            {
                Max = max,
                LogSum = (float)TRow.Log(x.SumExp(max, scale)),
                TargetMax = targetMax,
                TargetLogSum = (float)TRow.Log(t.SumExp(targetMax, scale)),
            };
            return row with { Loss = (float)t.Sum(x, new Term(this, row)) };
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T ByLogit<T>(T x, T t, in RowStatistics row)
            where T : struct, ILane<T>
            => T.Exp(LogQ(x, row)) - T.Exp(LogP(t, row));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T ByTarget<T>(T x, T t, in RowStatistics row)
            where T : struct, ILane<T>
        {
            T logP = LogP(t, row);
            return T.Exp(logP) * (logP - LogQ(x, row) - T.Constant(row.Loss));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T LogQ<T>(T x, in RowStatistics row)
            where T : struct, ILane<T>
            => LogProbability(x, row.Max, row.LogSum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T LogP<T>(T t, in RowStatistics row)
            where T : struct, ILane<T>
            => LogProbability(t, row.TargetMax, row.TargetLogSum);

        // ln softmax(x/T)[n, c] = (x − max_n)/T − ln Σ_n.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T LogProbability<T>(T x, float max, float logSum)
            where T : struct, ILane<T>
            => ((x - T.Constant(max)) * T.Constant(scale)) - T.Constant(logSum);

        // p·(ln p − ln q) of a target and a logit.
        private readonly struct Term(KlDivergence loss, RowStatistics row) : IRowTerm
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T AddTo<T>(T sum, T a, T b)
                where T : struct, ILane<T>
            {
                T logP = loss.LogP(a, row);
                return T.MultiplyAdd(T.Exp(logP), logP - loss.LogQ(b, row), sum);
            }
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over rows of T²·KL(softmax(targets/T) ‖ softmax(logits/T)), a scalar: distillation.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], the logits to be imitated.</param>
        /// <param name="temperature">T, above 0: larger is softer.</param>
        public static Tensor KlDivergence(this Tensor logits, Tensor targets, float temperature = 1)
            => RowLossOp<KlDivergence>.Apply("KlDivergence", new KlDivergence(temperature), logits, "target logits", targets);
    }
}
