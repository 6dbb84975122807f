using System.Numerics;
using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

internal readonly struct FloatDivide<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => a / b;
}

internal readonly struct FusedSingle : IVectorTernary<float>
{
    public static float Invoke(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> Invoke(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal readonly struct FusedDouble : IVectorTernary<double>
{
    public static double Invoke(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    public static Vector256<double> Invoke(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

/// <summary>The smaller number; where one operand is not a number, the other one.</summary>
internal readonly struct FloatMinimum<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.MinNumber(a, b);
}

/// <summary>The larger number; where one operand is not a number, the other one.</summary>
internal readonly struct FloatMaximum<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.MaxNumber(a, b);
}

/// <summary><c>min.NaN</c>: not a number where either operand is not.</summary>
internal readonly struct StrictMinimum<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.Min(a, b);
}

/// <summary><c>max.NaN</c>: not a number where either operand is not.</summary>
internal readonly struct StrictMaximum<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.Max(a, b);
}

/// <summary>The magnitude of the second operand with the sign of the first.</summary>
internal readonly struct CopySign<T> : IBinary<T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T a, T b) => T.CopySign(b, a);
}

internal readonly struct FloatNegate<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T x) => -x;
}

internal readonly struct FloatAbsolute<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T x) => T.Abs(x);
}

internal readonly struct Reciprocal<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T x) => T.One / x;
}

internal readonly struct SquareRoot<T> : IUnary<T, T>
    where T : IFloatingPointIeee754<T>
{
    public static T Invoke(T x) => T.Sqrt(x);
}

internal readonly struct ReciprocalRoot : IUnary<float, float>
{
    public static float Invoke(float x) => (float)(1 / Math.Sqrt(x));
}

internal readonly struct ReciprocalRootDouble : IUnary<double, double>
{
    public static double Invoke(double x) => 1 / Math.Sqrt(x);
}

internal readonly struct Sine : IUnary<float, float>
{
    public static float Invoke(float x) => (float)Math.Sin(x);
}

internal readonly struct Cosine : IUnary<float, float>
{
    public static float Invoke(float x) => (float)Math.Cos(x);
}

internal readonly struct HyperbolicTangent : IUnary<float, float>
{
    public static float Invoke(float x) => (float)Math.Tanh(x);
}

internal readonly struct Exponential2 : IUnary<float, float>
{
    public static float Invoke(float x) => (float)Math.Pow(2, x);
}

internal readonly struct Logarithm2 : IUnary<float, float>
{
    public static float Invoke(float x) => (float)Math.Log2(x);
}

/// <summary>Subnormal operands and results become zero of the same sign.</summary>
internal readonly struct Flushed<TOp> : IBinary<float>
    where TOp : struct, IBinary<float>
{
    public static float Invoke(float a, float b) => Flush.Value(TOp.Invoke(Flush.Value(a), Flush.Value(b)));
}

/// <summary>Subnormal operands and results become zero of the same sign.</summary>
internal readonly struct FlushedUnary<TOp> : IUnary<float, float>
    where TOp : struct, IUnary<float, float>
{
    public static float Invoke(float x) => Flush.Value(TOp.Invoke(Flush.Value(x)));
}

/// <summary>Subnormal operands and results become zero of the same sign.</summary>
internal readonly struct FlushedTernary<TOp> : ITernary<float>
    where TOp : struct, ITernary<float>
{
    public static float Invoke(float a, float b, float c) => Flush.Value(TOp.Invoke(Flush.Value(a), Flush.Value(b), Flush.Value(c)));
}

/// <summary>Results are clamped to [0, 1]; what is not a number becomes 0.</summary>
internal readonly struct Saturated<TOp> : IBinary<float>
    where TOp : struct, IBinary<float>
{
    public static float Invoke(float a, float b) => Flush.Saturate(TOp.Invoke(a, b));
}

/// <summary>Results are clamped to [0, 1]; what is not a number becomes 0.</summary>
internal readonly struct SaturatedTernary<TOp> : ITernary<float>
    where TOp : struct, ITernary<float>
{
    public static float Invoke(float a, float b, float c) => Flush.Saturate(TOp.Invoke(a, b, c));
}

internal static class Flush
{
    public static float Value(float x) => float.IsSubnormal(x) ? float.CopySign(0, x) : x;

    public static float Saturate(float x) => x > 0 ? MathF.Min(x, 1) : 0;
}
