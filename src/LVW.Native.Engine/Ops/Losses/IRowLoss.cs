using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <summary>
/// A loss between a row of logits x and a row of targets t, written once for every device and lane width. A readonly struct; its fields are the
/// formula's constants. With <see cref="RowLossOp{TLoss}.Apply"/> it is a complete op.
/// </summary>
public interface IRowLoss
{
    /// <summary>Factor of the mean over rows.</summary>
    double LossScale { get; }

    /// <summary>Factor of both derivatives.</summary>
    float GradientScale { get; }

    /// <summary>The loss of one row, and whatever its derivatives need of the row.</summary>
    /// <param name="x">Logits of the row.</param>
    /// <param name="t">Targets of the row.</param>
    RowStatistics Measure<TRow>(TRow x, TRow t)
        where TRow : struct, IRow<TRow>;

    /// <summary>The row's loss derived by a logit, up to <see cref="GradientScale"/>.</summary>
    T ByLogit<T>(T x, T t, in RowStatistics row)
        where T : struct, ILane<T>;

    /// <summary>The row's loss derived by a target, up to <see cref="GradientScale"/>.</summary>
    T ByTarget<T>(T x, T t, in RowStatistics row)
        where T : struct, ILane<T>;
}
