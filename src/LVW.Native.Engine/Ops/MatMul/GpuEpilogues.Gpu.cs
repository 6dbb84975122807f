using ILGPU;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// What happens to a finished sum on its way to memory, on a GPU: y = f(sum + term of its column), or y + sum. A type, so that the kernel
/// contains it without a branch or a call.
/// </summary>
internal interface IGpuEpilogue
{
    /// <summary>Whether every column has a term.</summary>
    static abstract bool HasTerms { get; }

    /// <summary>Whether the result is added to what is in memory.</summary>
    static abstract bool Accumulates { get; }

    /// <summary>f.</summary>
    static abstract float Apply(float sum);

    /// <summary>The term of a column of a group of filters.</summary>
    float Term(int column, int group);
}

/// <summary>y = sum.</summary>
internal readonly struct GpuNoEpilogue : IGpuEpilogue
{
    public static bool HasTerms => false;

    public static bool Accumulates => false;

    public static float Apply(float sum) => sum;

    public float Term(int column, int group) => 0f;
}

/// <summary>y = y + sum.</summary>
internal readonly struct GpuAccumulateEpilogue : IGpuEpilogue
{
    public static bool HasTerms => false;

    public static bool Accumulates => true;

    public static float Apply(float sum) => sum;

    public float Term(int column, int group) => 0f;
}

/// <summary>y = max(0, sum).</summary>
internal readonly struct GpuReLUEpilogue : IGpuEpilogue
{
    public static bool HasTerms => false;

    public static bool Accumulates => false;

    public static float Apply(float sum) => sum <= 0f ? 0f : sum;

    public float Term(int column, int group) => 0f;
}

/// <summary>y = sum + bias[column].</summary>
/// <param name="bias">The bias of all groups.</param>
/// <param name="columns">Columns of a group.</param>
internal readonly struct GpuBiasEpilogue(ArrayView<float> bias, int columns) : IGpuEpilogue
{
    public static bool HasTerms => true;

    public static bool Accumulates => false;

    public static float Apply(float sum) => sum;

    public float Term(int column, int group) => bias[(group * columns) + column];
}

/// <summary>y = max(0, sum + bias[column]).</summary>
/// <param name="bias">The bias of all groups.</param>
/// <param name="columns">Columns of a group.</param>
internal readonly struct GpuBiasReLUEpilogue(ArrayView<float> bias, int columns) : IGpuEpilogue
{
    public static bool HasTerms => true;

    public static bool Accumulates => false;

    public static float Apply(float sum) => GpuReLUEpilogue.Apply(sum);

    public float Term(int column, int group) => bias[(group * columns) + column];
}
