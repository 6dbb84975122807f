using ILGPU;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Four neighbouring values, one access of 128 bits.</summary>
internal struct GpuQuad
{
    /// <summary>The first value.</summary>
    public float X;

    /// <summary>The second value.</summary>
    public float Y;

    /// <summary>The third value.</summary>
    public float Z;

    /// <summary>The fourth value.</summary>
    public float W;
}

/// <summary>How an operand is read: a type, so that a kernel contains one way alone.</summary>
internal interface IGpuAccess
{
    /// <summary>Whether four values are read at once: runs start and end at multiples of 4.</summary>
    static abstract bool Quads { get; }

    /// <summary>x[start .. start + 4), zeros from the <paramref name="count"/>-th on.</summary>
    static abstract GpuQuad Load(ArrayView<float> x, int start, int count);
}

/// <summary>Four values at once.</summary>
internal readonly struct QuadAccess : IGpuAccess
{
    public static bool Quads => true;

    public static GpuQuad Load(ArrayView<float> x, int start, int count)
    {
        GpuQuad quad = default;
        if (count > 0) quad = x.Cast<GpuQuad>()[start >> 2];
        return quad;
    }
}

/// <summary>One value at a time, at any place.</summary>
internal readonly struct ScalarAccess : IGpuAccess
{
    public static bool Quads => false;

    public static GpuQuad Load(ArrayView<float> x, int start, int count)
    {
        GpuQuad quad = default;
        if (count > 0) quad.X = x[start];
        if (count > 1) quad.Y = x[start + 1];
        if (count > 2) quad.Z = x[start + 2];
        if (count > 3) quad.W = x[start + 3];
        return quad;
    }
}
