using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>Σ x over the named axes, which disappear from the shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static Tensor Sum(this Tensor x, params ReadOnlySpan<int> axes) => x.Sum(axes, keepDimensions: false);

    /// <summary>Σ x over the named axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether summed axes stay as size 1.</param>
    public static Tensor Sum(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => SumOp<Identity>.Apply("Sum", x, default, axes, keepDimensions, mean: false);

    /// <summary>The mean of x over the named axes, which disappear from the shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static Tensor Mean(this Tensor x, params ReadOnlySpan<int> axes) => x.Mean(axes, keepDimensions: false);

    /// <summary>The mean of x over the named axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether averaged axes stay as size 1.</param>
    public static Tensor Mean(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => SumOp<Identity>.Apply("Mean", x, default, axes, keepDimensions, mean: true);
}
