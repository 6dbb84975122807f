using System.Runtime.CompilerServices;
using ILGPU;

namespace LVW.Native.Engine.Ops.Normalization;

/// <summary>The normalisation of one channel, in the same operations forward and backward so that the sign of y can be recomputed.</summary>
internal readonly struct GpuNormalization
{
    private readonly float mean;
    private readonly float shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GpuNormalization(int channels, ArrayView<float> moments, ArrayView<float> gamma, ArrayView<float> beta, int c)
    {
        mean = moments[c];
        InverseDeviation = moments[channels + c];
        Scale = gamma[c] * InverseDeviation;
        shift = beta[c];
    }

    /// <summary>1/√(variance + ε).</summary>
    public float InverseDeviation { get; }

    /// <summary>γ/√(variance + ε).</summary>
    public float Scale { get; }

    /// <summary>x − mean.</summary>
    public float Deviation(float x) => x - mean;

    /// <summary>The normalised value.</summary>
    public float Value(float deviation) => (deviation * Scale) + shift;
}
