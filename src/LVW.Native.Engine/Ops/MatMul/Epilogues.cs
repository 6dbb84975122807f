using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// What happens to a finished sum on its way to memory. A type, so that the kernel contains it without a branch or a call.
/// </summary>
internal unsafe interface IEpilogue
{
    /// <summary>f(sum) for one vector of a row.</summary>
    /// <param name="sum">The finished sums.</param>
    /// <param name="column">Column of the first lane; columns up to the next multiple of the width may be asked for.</param>
    T Apply<T>(T sum, nint column)
        where T : struct, ICpuLane<T>;
}

/// <summary>y = sum.</summary>
internal readonly struct NoEpilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column)
        where T : struct, ICpuLane<T>
        => sum;
}

/// <summary>y = sum + bias[column]; the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column)
        where T : struct, ICpuLane<T>
        => sum + T.Load(bias + column);
}

/// <summary>y = max(0, sum + bias[column]); the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasReLUEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column)
        where T : struct, ICpuLane<T>
        => T.Max(sum + T.Load(bias + column), T.Constant(0f));
}
