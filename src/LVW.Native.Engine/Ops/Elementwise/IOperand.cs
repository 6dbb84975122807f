using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>How an operand is read along a row: one by one, or one value for the whole row.</summary>
internal unsafe interface IOperand
{
    /// <summary>The values at place <paramref name="i"/> of the row.</summary>
    static abstract T At<T>(float* row, long i)
        where T : struct, ICpuLane<T>;
}

/// <summary>Read one by one.</summary>
internal readonly unsafe struct Streamed : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(float* row, long i)
        where T : struct, ICpuLane<T>
        => T.Load(row + i);
}

/// <summary>One value for the whole row.</summary>
internal readonly unsafe struct Repeated : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(float* row, long i)
        where T : struct, ICpuLane<T>
        => T.Constant(*row);
}
