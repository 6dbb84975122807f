using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

internal readonly struct Equal<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a == b;
}

/// <summary>True where the operands differ or one is not a number.</summary>
internal readonly struct NotEqual<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a != b;
}

/// <summary>True where both are numbers and differ.</summary>
internal readonly struct OrderedNotEqual<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a < b || a > b;
}

internal readonly struct Less<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a < b;
}

internal readonly struct LessOrEqual<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a <= b;
}

internal readonly struct Greater<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a > b;
}

internal readonly struct GreaterOrEqual<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => a >= b;
}

/// <summary>Both operands are numbers.</summary>
internal readonly struct Numbers<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => !T.IsNaN(a) && !T.IsNaN(b);
}

/// <summary>The opposite: it turns an ordered comparison into the unordered one of the opposite sense.</summary>
internal readonly struct Opposite<T, TOp> : ICompare<T>
    where TOp : struct, ICompare<T>
{
    public static bool Invoke(T a, T b) => !TOp.Invoke(a, b);
}

/// <summary>Subnormal operands count as zero.</summary>
internal readonly struct FlushedCompare<TOp> : ICompare<float>
    where TOp : struct, ICompare<float>
{
    public static bool Invoke(float a, float b) => TOp.Invoke(Flush.Value(a), Flush.Value(b));
}

/// <summary><c>testp.notanumber</c>.</summary>
internal readonly struct IsNotANumber<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsNaN(a);
}

/// <summary><c>testp.number</c>.</summary>
internal readonly struct IsNumber<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => !T.IsNaN(a);
}

/// <summary><c>testp.infinite</c>.</summary>
internal readonly struct IsInfinite<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsInfinity(a);
}

/// <summary><c>testp.finite</c>.</summary>
internal readonly struct IsFinite<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsFinite(a);
}

/// <summary><c>testp.normal</c>.</summary>
internal readonly struct IsNormal<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsNormal(a);
}

/// <summary><c>testp.subnormal</c>.</summary>
internal readonly struct IsSubnormal<T> : ICompare<T>
    where T : INumber<T>
{
    public static bool Invoke(T a, T b) => T.IsSubnormal(a);
}
