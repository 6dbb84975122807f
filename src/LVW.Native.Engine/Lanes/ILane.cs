namespace LVW.Native.Engine.Lanes;

/// <summary>
/// The alphabet of formulas: a group of float32 values that are computed together. A formula written once over
/// <c>T : ILane&lt;T&gt;</c> compiles to scalar code and to 128-, 256- and 512-bit vectors.
/// </summary>
/// <typeparam name="T">The lane type itself.</typeparam>
public interface ILane<T>
    where T : struct, ILane<T>
{
    /// <summary>The same value in every lane.</summary>
    static abstract T Constant(float value);

    /// <summary>Sum.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Difference.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Product.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>Quotient.</summary>
    static abstract T operator /(T left, T right);

    /// <summary>Negation.</summary>
    static abstract T operator -(T value);

    /// <summary><c>a·b + c</c>, rounded once where the hardware can.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>The larger; NaN when either is.</summary>
    static abstract T Max(T left, T right);

    /// <summary>The smaller; NaN when either is.</summary>
    static abstract T Min(T left, T right);

    /// <summary>Square root.</summary>
    static abstract T Sqrt(T value);

    /// <summary>e to the power of the value.</summary>
    static abstract T Exp(T value);

    /// <summary>Natural logarithm.</summary>
    static abstract T Log(T value);

    /// <summary>In each lane, <paramref name="yes"/> where <c>left &gt; right</c>, else <paramref name="no"/> (also when either is NaN).</summary>
    static abstract T WhereGreater(T left, T right, T yes, T no);
}
