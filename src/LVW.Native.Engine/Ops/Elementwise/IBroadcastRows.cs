using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>What a job does with one run of elements within a row of a <see cref="BroadcastGeometry"/>.</summary>
internal interface IBroadcastRows
{
    /// <summary>Computes the elements.</summary>
    /// <param name="left">Where the left operand begins.</param>
    /// <param name="right">Where the right operand begins.</param>
    /// <param name="start">The first element of the result.</param>
    /// <param name="count">Elements.</param>
    void Row<T, TLeft, TRight>(long left, long right, long start, long count)
        where T : struct, ICpuLane<T>
        where TLeft : struct, IOperand
        where TRight : struct, IOperand;
}
