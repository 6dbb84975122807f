using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

internal interface IRounding
{
    static abstract double Round(double x);
}

internal readonly struct ToNearest : IRounding
{
    public static double Round(double x) => Math.Round(x, MidpointRounding.ToEven);
}

internal readonly struct ToZero : IRounding
{
    public static double Round(double x) => Math.Truncate(x);
}

internal readonly struct Down : IRounding
{
    public static double Round(double x) => Math.Floor(x);
}

internal readonly struct Up : IRounding
{
    public static double Round(double x) => Math.Ceiling(x);
}

/// <summary>Integer to integer: the source is read in its type, cut to the destination's and extended to its register.</summary>
internal readonly struct Cut<TFrom, TIn, TTo, TOut> : IUnary<TIn, TOut>
    where TFrom : IBinaryInteger<TFrom>
    where TIn : IBinaryInteger<TIn>
    where TTo : IBinaryInteger<TTo>
    where TOut : IBinaryInteger<TOut>
{
    public static TOut Invoke(TIn x) => TOut.CreateTruncating(TTo.CreateTruncating(TFrom.CreateTruncating(x)));
}

/// <summary>Integer to integer, clamped to the destination's range.</summary>
internal readonly struct Clamp<TFrom, TIn, TTo, TOut> : IUnary<TIn, TOut>
    where TFrom : IBinaryInteger<TFrom>
    where TIn : IBinaryInteger<TIn>
    where TTo : IBinaryInteger<TTo>
    where TOut : IBinaryInteger<TOut>
{
    public static TOut Invoke(TIn x) => TOut.CreateTruncating(TTo.CreateSaturating(TFrom.CreateTruncating(x)));
}

/// <summary>
/// Float to integer: rounded, then clamped to the destination's range. What is not a number becomes 0, and the highest bit alone from 64 to 64 bits.
/// </summary>
internal readonly struct FloatToInteger<TFrom, TTo, TOut, TRounding> : IUnary<TFrom, TOut>
    where TFrom : IFloatingPointIeee754<TFrom>
    where TTo : IBinaryInteger<TTo>
    where TOut : IBinaryInteger<TOut>
    where TRounding : struct, IRounding
{
    public static TOut Invoke(TFrom x)
    {
        if (!TFrom.IsNaN(x)) return TOut.CreateTruncating(TTo.CreateSaturating(TRounding.Round(double.CreateTruncating(x))));
        return typeof(TFrom) == typeof(double) && TTo.Zero.GetByteCount() == 8 ? TOut.One << 63 : TOut.Zero;
    }
}

/// <summary>Float to an integral value of the same type.</summary>
internal readonly struct Rounded<T, TRounding> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
    where TRounding : struct, IRounding
{
    public static T Invoke(T x) => T.CreateTruncating(TRounding.Round(double.CreateTruncating(x)));
}

internal readonly struct IntegerToDouble<TFrom, TIn> : IUnary<TIn, double>
    where TFrom : IBinaryInteger<TFrom>
    where TIn : IBinaryInteger<TIn>
{
    public static double Invoke(TIn x) => double.CreateTruncating(TFrom.CreateTruncating(x));
}

/// <summary>Integer to single, rounded once: an unsigned 64-bit value above the signed range is halved with a sticky last bit.</summary>
internal readonly struct IntegerToSingle<TFrom, TIn> : IUnary<TIn, float>
    where TFrom : IBinaryInteger<TFrom>
    where TIn : IBinaryInteger<TIn>
{
    public static float Invoke(TIn x)
    {
        TFrom value = TFrom.CreateTruncating(x);
        long low = long.CreateTruncating(value);
        bool above = low < 0 && !TFrom.IsNegative(value);
        return above ? 2f * (long)(((ulong)low >> 1) | ((ulong)low & 1)) : low;
    }
}

internal readonly struct SingleToDouble : IUnary<float, double>
{
    public static double Invoke(float x) => x;
}

internal readonly struct DoubleToSingle : IUnary<double, float>
{
    public static float Invoke(double x) => (float)x;
}

internal readonly struct Same<T> : IUnary<T, T>
{
    public static T Invoke(T x) => x;
}

internal readonly struct SaturatedUnary<TIn, TOp> : IUnary<TIn, float>
    where TOp : struct, IUnary<TIn, float>
{
    public static float Invoke(TIn x) => Flush.Saturate(TOp.Invoke(x));
}

internal readonly struct HalfToSingle : IUnary<uint, float>
{
    public static float Invoke(uint x) => (float)BitConverter.UInt16BitsToHalf((ushort)x);
}

internal readonly struct SingleToHalf : IUnary<float, uint>
{
    public static uint Invoke(float x) => BitConverter.HalfToUInt16Bits((Half)x);
}

internal readonly struct BFloatToSingle : IUnary<uint, float>
{
    public static float Invoke(uint x) => BitConverter.UInt32BitsToSingle(x << 16);
}

/// <summary>To the nearest of the 8-bit mantissas, ties to even.</summary>
internal readonly struct SingleToBFloat : IUnary<float, uint>
{
    public static uint Invoke(float x)
    {
        if (float.IsNaN(x)) return 0x7FFF;
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    }
}

/// <summary>To the nearest of the 10-bit mantissas, ties away from zero (<c>cvt.rna.tf32.f32</c>).</summary>
internal readonly struct SingleToTensorFloat : IUnary<uint, uint>
{
    public static uint Invoke(uint x) => (x & 0x7F800000) == 0x7F800000 ? x : (x + 0x1000) & 0xFFFFE000;
}

/// <summary>Two singles to a pair of bfloat16: the first operand goes to the upper half.</summary>
internal readonly struct PackBFloat : IBinary<uint>
{
    public static uint Invoke(uint a, uint b)
        => (SingleToBFloat.Invoke(BitConverter.UInt32BitsToSingle(a)) << 16) | SingleToBFloat.Invoke(BitConverter.UInt32BitsToSingle(b));
}
