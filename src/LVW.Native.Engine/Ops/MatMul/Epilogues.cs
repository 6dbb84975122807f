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
    /// <param name="place">Where the result goes.</param>
    T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>;
}

/// <summary>y = sum.</summary>
internal readonly unsafe struct NoEpilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => sum;
}

/// <summary>y = sum + bias[column]; the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => sum + T.Load(bias + column);
}

/// <summary>y = max(0, sum + bias[column]); the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasReLUEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => T.Max(sum + T.Load(bias + column), T.Constant(0f));
}

/// <summary>
/// y = sum · scale[column] + shift[column], plus a residual of y's shape if there is one, cut at zero if wanted: batch normalisation with
/// fixed statistics. Scale and shift must be readable up to a multiple of the width.
/// </summary>
/// <param name="scale">Factor of each column.</param>
/// <param name="shift">Summand of each column.</param>
/// <param name="results">The first result.</param>
/// <param name="residual">The first element of the residual, or null.</param>
/// <param name="relu">Whether negative results become 0.</param>
internal readonly unsafe struct AffineEpilogue(float* scale, float* shift, float* results, float* residual, bool relu) : IEpilogue
{
    private readonly float* scale = scale;
    private readonly float* shift = shift;
    private readonly float* results = results;
    private readonly float* residual = residual;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
    {
        T value = T.MultiplyAdd(sum, T.Load(scale + column), T.Load(shift + column));
        if (residual is not null) value += T.Load(residual + (place - results));
        return relu ? T.Max(value, T.Constant(0f)) : value;
    }
}
