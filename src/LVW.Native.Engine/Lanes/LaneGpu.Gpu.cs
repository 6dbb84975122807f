using System.Runtime.CompilerServices;
using ILGPU;

namespace LVW.Native.Engine.Lanes;

/// <summary>
/// One value of a GPU thread. Exp and Log are polynomials in plain arithmetic, so that CUDA, OpenCL and the emulation agree; the
/// machine's own approximations differ from one to the next.
/// </summary>
public readonly struct LaneGpu : ILane<LaneGpu>
{
    private readonly float v;

    /// <summary>Wraps a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneGpu(float value) => v = value;

    /// <summary>The value.</summary>
    public float Value => v;

    /// <inheritdoc/>
    public static LaneGpu operator +(LaneGpu left, LaneGpu right) => new(left.v + right.v);

    /// <inheritdoc/>
    public static LaneGpu operator -(LaneGpu left, LaneGpu right) => new(left.v - right.v);

    /// <inheritdoc/>
    public static LaneGpu operator *(LaneGpu left, LaneGpu right) => new(left.v * right.v);

    /// <inheritdoc/>
    public static LaneGpu operator /(LaneGpu left, LaneGpu right) => new(left.v / right.v);

    /// <inheritdoc/>
    public static LaneGpu operator -(LaneGpu value) => new(-value.v);

    /// <inheritdoc/>
    public static LaneGpu Constant(float value) => new(value);

    /// <inheritdoc/>
    public static LaneGpu MultiplyAdd(LaneGpu a, LaneGpu b, LaneGpu c) => new((a.v * b.v) + c.v);

    /// <inheritdoc/>
    public static LaneGpu Max(LaneGpu left, LaneGpu right) => new(Propagate(left.v > right.v ? left.v : right.v, left.v, right.v));

    /// <inheritdoc/>
    public static LaneGpu Min(LaneGpu left, LaneGpu right) => new(Propagate(left.v < right.v ? left.v : right.v, left.v, right.v));

    /// <inheritdoc/>
    public static LaneGpu Sqrt(LaneGpu value) => new(MathF.Sqrt(value.v));

    /// <inheritdoc/>
    public static LaneGpu Exp(LaneGpu value) => new(Exp(value.v));

    /// <inheritdoc/>
    public static LaneGpu Log(LaneGpu value) => new(Log(value.v));

    /// <inheritdoc/>
    public static LaneGpu WhereGreater(LaneGpu left, LaneGpu right, LaneGpu yes, LaneGpu no) => left.v > right.v ? yes : no;

    /// <summary>eˣ within about 1 unit in the last place (coefficients of Cephes' expf; Moshier, 1992).</summary>
    public static float Exp(float x)
    {
        const float Largest = 88.7228317f;
        const float Smallest = -103.972076f;
        float inside = x > Largest ? Largest : (x < Smallest ? Smallest : x);
        float n = MathF.Floor((inside * 1.44269504f) + 0.5f);
        float r = (inside - (n * 0.693359375f)) + (n * 2.12194440e-4f);
        float p = 1.9875691500e-4f;
        p = (p * r) + 1.3981999507e-3f;
        p = (p * r) + 8.3334519073e-3f;
        p = (p * r) + 4.1665795894e-2f;
        p = (p * r) + 1.6666665459e-1f;
        p = (p * r) + 5.0000001201e-1f;
        p = (p * r * r) + r + 1f;

        // 2ⁿ in two steps, so that neither factor leaves the normal numbers.
        int half = (int)n / 2;
        int rest = (int)n - half;
        float y = p * PowerOfTwo(half) * PowerOfTwo(rest);
        y = x > Largest ? float.PositiveInfinity : y;
        y = x < Smallest ? 0f : y;
        return Propagate(y, x, x);
    }

    /// <summary>ln x within about 1 unit in the last place (coefficients of Cephes' logf; Moshier, 1992); −∞ at 0, NaN below.</summary>
    public static float Log(float x)
    {
        const float SmallestNormal = 1.17549435e-38f;
        bool subnormal = x < SmallestNormal;
        float scaled = subnormal ? x * 8388608f : x;
        int bits = (int)Interop.FloatAsInt(scaled);
        int exponent = ((bits >> 23) & 0xFF) - 126;
        float m = Interop.IntAsFloat((uint)((bits & 0x007FFFFF) | 0x3F000000));
        float e = subnormal ? exponent - 23 : exponent;
        if (m < 0.707106781f)
        {
            e -= 1f;
            m += m;
        }

        m -= 1f;
        float z = m * m;
        float p = 7.0376836292e-2f;
        p = (p * m) - 1.1514610310e-1f;
        p = (p * m) + 1.1676998740e-1f;
        p = (p * m) - 1.2420140846e-1f;
        p = (p * m) + 1.4249322787e-1f;
        p = (p * m) - 1.6668057665e-1f;
        p = (p * m) + 2.0000714765e-1f;
        p = (p * m) - 2.4999993993e-1f;
        p = (p * m) + 3.3333331174e-1f;
        float y = (p * m * z) + (e * -2.12194440e-4f);
        y -= 0.5f * z;
        float result = m + y + (e * 0.693359375f);
        result = x == 0f ? float.NegativeInfinity : result;
        result = x < 0f ? float.NaN : result;
        result = x > float.MaxValue ? x : result;
        return Propagate(result, x, x);
    }

    // NaN where an operand is. Not left to comparisons: where ILGPU negates one, its OpenCL takes the opposite to be false for NaN.
    private static float Propagate(float result, float left, float right)
    {
        result = float.IsNaN(left) ? left : result;
        return float.IsNaN(right) ? right : result;
    }

    private static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)((n + 127) << 23));
}
