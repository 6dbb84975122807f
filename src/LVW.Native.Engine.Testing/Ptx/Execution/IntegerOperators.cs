using System.Numerics;
using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

internal interface IShift<T>
{
    static abstract T Invoke(T a, uint count);
}

internal readonly struct Add<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a + b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a + b;
}

internal readonly struct Subtract<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a - b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a - b;
}

/// <summary>The low half of an integer's product; the product of floats.</summary>
internal readonly struct Multiply<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a * b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a * b;
}

internal readonly struct MultiplyAdd<T> : IVectorTernary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => (a * b) + c;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b, Vector256<T> c) => (a * b) + c;
}

/// <summary>The high half of a product, by a type twice as wide.</summary>
internal readonly struct MultiplyHigh<T, TWide> : IBinary<T>
    where T : IBinaryInteger<T>
    where TWide : IBinaryInteger<TWide>
{
    public static T Invoke(T a, T b) => T.CreateTruncating((TWide.CreateTruncating(a) * TWide.CreateTruncating(b)) >> (T.Zero.GetByteCount() * 8));
}

/// <summary>The sum of the high half of a product and c.</summary>
internal readonly struct MultiplyHighAdd<T, TWide> : ITernary<T>
    where T : IBinaryInteger<T>
    where TWide : IBinaryInteger<TWide>
{
    public static T Invoke(T a, T b, T c) => MultiplyHigh<T, TWide>.Invoke(a, b) + c;
}

/// <summary>Division towards zero; division by zero gives all ones, as on GPUs.</summary>
internal readonly struct Divide<T> : IBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b)
    {
        if (T.IsZero(b)) return ~T.Zero;
        return T.IsNegative(b) && b == ~T.Zero ? T.Zero - a : a / b;
    }
}

/// <summary>The remainder with the dividend's sign; the dividend where the divisor is zero.</summary>
internal readonly struct Remainder<T> : IBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b)
    {
        if (T.IsZero(b)) return a;
        return T.IsNegative(b) && b == ~T.Zero ? T.Zero : a % b;
    }
}

internal readonly struct Minimum<T> : IBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a < b ? a : b;
}

internal readonly struct Maximum<T> : IBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a > b ? a : b;
}

/// <summary>The second operand, for exchanges.</summary>
internal readonly struct Second<T> : IBinary<T>
{
    public static T Invoke(T a, T b) => b;
}

internal readonly struct And<T> : IVectorBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a & b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a & b;
}

internal readonly struct Or<T> : IVectorBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a | b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a | b;
}

internal readonly struct Xor<T> : IVectorBinary<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a ^ b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a ^ b;
}

internal readonly struct Not<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T x) => ~x;
}

internal readonly struct LogicalNot<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T x) => T.IsZero(x) ? T.One : T.Zero;
}

internal readonly struct Negate<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T x) => T.Zero - x;
}

internal readonly struct Absolute<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T x) => T.IsNegative(x) ? T.Zero - x : x;
}

internal readonly struct PopCount<T> : IUnary<T, uint>
    where T : IBinaryInteger<T>
{
    public static uint Invoke(T x) => uint.CreateTruncating(T.PopCount(x));
}

internal readonly struct LeadingZeros<T> : IUnary<T, uint>
    where T : IBinaryInteger<T>
{
    public static uint Invoke(T x) => uint.CreateTruncating(T.LeadingZeroCount(x));
}

internal readonly struct ReverseBits<T> : IUnary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T x)
    {
        T result = T.Zero;
        for (int bit = 0; bit < T.Zero.GetByteCount() * 8; bit++) result = (result << 1) | ((x >> bit) & T.One);
        return result;
    }
}

/// <summary>Counts beyond the width give zero.</summary>
internal readonly struct ShiftLeft<T> : IShift<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, uint count) => count >= T.Zero.GetByteCount() * 8 ? T.Zero : a << (int)count;
}

/// <summary>Counts beyond the width give zero, or the sign for signed types.</summary>
internal readonly struct ShiftRight<T> : IShift<T>
    where T : IBinaryInteger<T>
{
    public static T Invoke(T a, uint count)
    {
        int bits = T.Zero.GetByteCount() * 8;
        if (count < bits) return a >> (int)count;
        return T.IsNegative(a) ? ~T.Zero : T.Zero;
    }
}

/// <summary>A binary operation on the low bits of 32-bit slots.</summary>
internal readonly struct Low<T, TOp> : IBinary<uint>
    where T : IBinaryInteger<T>
    where TOp : struct, IBinary<T>
{
    public static uint Invoke(uint a, uint b) => uint.CreateTruncating(TOp.Invoke(T.CreateTruncating(a), T.CreateTruncating(b)));
}

/// <summary>A ternary operation on the low bits of 32-bit slots.</summary>
internal readonly struct LowTernary<T, TOp> : ITernary<uint>
    where T : IBinaryInteger<T>
    where TOp : struct, ITernary<T>
{
    public static uint Invoke(uint a, uint b, uint c)
        => uint.CreateTruncating(TOp.Invoke(T.CreateTruncating(a), T.CreateTruncating(b), T.CreateTruncating(c)));
}

/// <summary>A unary operation on the low bits of 32-bit slots.</summary>
internal readonly struct LowUnary<T, TOp> : IUnary<uint, uint>
    where T : IBinaryInteger<T>
    where TOp : struct, IUnary<T, T>
{
    public static uint Invoke(uint x) => uint.CreateTruncating(TOp.Invoke(T.CreateTruncating(x)));
}

/// <summary>A shift of the low bits of 32-bit slots.</summary>
internal readonly struct LowShift<T, TOp> : IShift<uint>
    where T : IBinaryInteger<T>
    where TOp : struct, IShift<T>
{
    public static uint Invoke(uint a, uint count) => uint.CreateTruncating(TOp.Invoke(T.CreateTruncating(a), count));
}

/// <summary>A comparison of the low bits of 32-bit slots.</summary>
internal readonly struct LowCompare<T, TOp> : ICompare<uint>
    where T : IBinaryInteger<T>
    where TOp : struct, ICompare<T>
{
    public static bool Invoke(uint a, uint b) => TOp.Invoke(T.CreateTruncating(a), T.CreateTruncating(b));
}
