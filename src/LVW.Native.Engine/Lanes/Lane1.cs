using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Lanes;

/// <summary>One value. Exp and Log go through the same polynomials as the vector widths, so that all widths agree.</summary>
public readonly unsafe struct Lane1 : ICpuLane<Lane1>
{
    private readonly float v;

    /// <summary>Wraps a value.</summary>
    public Lane1(float value) => v = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static Lane1 operator +(Lane1 left, Lane1 right) => new(left.v + right.v);

    /// <inheritdoc/>
    public static Lane1 operator -(Lane1 left, Lane1 right) => new(left.v - right.v);

    /// <inheritdoc/>
    public static Lane1 operator *(Lane1 left, Lane1 right) => new(left.v * right.v);

    /// <inheritdoc/>
    public static Lane1 operator /(Lane1 left, Lane1 right) => new(left.v / right.v);

    /// <inheritdoc/>
    public static Lane1 operator -(Lane1 value) => new(-value.v);

    /// <inheritdoc/>
    public static Lane1 Constant(float value) => new(value);

    /// <inheritdoc/>
    public static Lane1 Load(float* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 MultiplyAdd(Lane1 a, Lane1 b, Lane1 c) => new(MathF.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    public static Lane1 Max(Lane1 left, Lane1 right) => new(MathF.Max(left.v, right.v));

    /// <inheritdoc/>
    public static Lane1 Min(Lane1 left, Lane1 right) => new(MathF.Min(left.v, right.v));

    /// <inheritdoc/>
    public static Lane1 Sqrt(Lane1 value) => new(MathF.Sqrt(value.v));

    /// <inheritdoc/>
    public static Lane1 Exp(Lane1 value) => new(Vector128.Exp(Vector128.CreateScalar(value.v)).ToScalar());

    /// <inheritdoc/>
    public static Lane1 Log(Lane1 value) => new(Vector128.Log(Vector128.CreateScalar(value.v)).ToScalar());

    /// <inheritdoc/>
    public static Lane1 WhereGreater(Lane1 left, Lane1 right, Lane1 yes, Lane1 no) => left.v > right.v ? yes : no;

    /// <inheritdoc/>
    public void Store(float* target) => *target = v;

    /// <inheritdoc/>
    public float Sum() => v;
}
