using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>What happens to a finished sum on its way to memory. A type, so that the kernel contains it without a branch or a call.</summary>
internal interface ITileEpilogue
{
    /// <summary>f(sum).</summary>
    /// <param name="sum">The finished sum.</param>
    /// <param name="column">Its column.</param>
    /// <param name="place">Where in the results it goes.</param>
    float Apply(float sum, int column, int place);
}

/// <summary>y = sum.</summary>
internal readonly struct SumAlone : ITileEpilogue
{
    public float Apply(float sum, int column, int place) => sum;
}

/// <summary>y = y + sum.</summary>
internal readonly struct AddToTarget(ArrayView<float> y) : ITileEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Apply(float sum, int column, int place) => y[place] + sum;
}

/// <summary>y = sum + bias[column].</summary>
internal readonly struct AddBias(ArrayView<float> bias) : ITileEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Apply(float sum, int column, int place) => sum + bias[column];
}

/// <summary>y = max(0, sum + bias[column]); an empty bias adds nothing.</summary>
internal readonly struct AddBiasReLU(ArrayView<float> bias) : ITileEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Apply(float sum, int column, int place)
    {
        float value = bias.IntLength == 0 ? sum : sum + bias[column];
        return LaneGpu.Max(new LaneGpu(value), new LaneGpu(0f)).Value;
    }
}
