using LVW.Native.Engine;
using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.VisualWords.Words;

/// <summary>The ops that visual words add to the engine's.</summary>
public static class SimilarityOps
{
    // Beside scaled features, whose squared length is about their number of channels, this is nothing; it keeps a place without features at 0 and its gradient bounded.
    private const float LeastSquaredLength = 1e-4f;

    /// <summary>x / √(Σx² + 1e-4) over the last axis: directions. A row of zeros stays one.</summary>
    /// <param name="x">[..., D].</param>
    public static Tensor UnitLength(this Tensor x)
        => x.Divide(SumOp<Square>.Apply("UnitLength", x, default, [-1], keepDimensions: true, mean: false).Add(LeastSquaredLength).Sqrt());

    /// <summary>ln((d + 1)/(d + ε)), element by element.</summary>
    /// <param name="distances">Squared distances, at least 0.</param>
    /// <param name="epsilon">ε, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is outside (0, 1).</exception>
    public static Tensor LogSimilarity(this Tensor distances, float epsilon = Words.LogSimilarity.DefaultEpsilon)
        => epsilon is > 0 and < 1
            ? distances.Apply(new LogSimilarity(epsilon))
            : throw new ArgumentOutOfRangeException(nameof(epsilon), $"LogSimilarity: epsilon must lie between 0 and 1 but is {epsilon}. The paper uses 1e-4.");
}
