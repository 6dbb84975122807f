using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// What happens to a finished sum on its way to memory. A type, so that the kernel contains it without a branch or a call.
/// </summary>
internal unsafe interface IEpilogue
{
    /// <summary>
    /// Whether the kernels of products apply it to the sums in their registers; else to finished rows in the first-level cache, because too many
    /// terms at the end of a kernel make the JIT compiler spill the sums in its loop.
    /// </summary>
    static abstract bool InRegisters { get; }

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
    public static bool InRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => sum;
}

/// <summary>y = sum + bias[column]; the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    public static bool InRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => sum + T.Load(bias + column);
}

/// <summary>y = max(0, sum + bias[column]); the bias must be readable up to a multiple of the width.</summary>
internal readonly unsafe struct BiasReLUEpilogue(float* bias) : IEpilogue
{
    private readonly float* bias = bias;

    public static bool InRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
        => T.Max(sum + T.Load(bias + column), T.Constant(0f));
}

/// <summary>What <see cref="AffineEpilogue"/> reads; scale and shift must be readable up to a multiple of the width.</summary>
internal unsafe struct AffineTerms
{
    /// <summary>Factor of each column.</summary>
    public float* Scale;

    /// <summary>Summand of each column.</summary>
    public float* Shift;

    /// <summary>The first result.</summary>
    public float* Results;

    /// <summary>The first element of a residual of the results' shape, or null.</summary>
    public float* Residual;

    /// <summary>Whether negative results become 0.</summary>
    public bool ReLU;
}

/// <summary>
/// y = sum · scale[column] + shift[column], plus a residual if there is one, cut at zero if wanted: batch normalisation with fixed
/// statistics.
/// </summary>
internal readonly unsafe struct AffineEpilogue(AffineTerms* terms) : IEpilogue
{
    private readonly AffineTerms* terms = terms;

    public static bool InRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T sum, nint column, float* place)
        where T : struct, ICpuLane<T>
    {
        T value = T.MultiplyAdd(sum, T.Load(terms->Scale + column), T.Load(terms->Shift + column));
        if (terms->Residual is not null) value += T.Load(terms->Residual + (place - terms->Results));
        return terms->ReLU ? T.Max(value, T.Constant(0f)) : value;
    }
}
