using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>The smallest value over the named axes, which disappear from the shape; the gradient goes to the first smallest.</summary>
    /// <param name="x">Any tensor; a NaN in it wins.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static Tensor Min(this Tensor x, params ReadOnlySpan<int> axes) => x.Min(axes, keepDimensions: false);

    /// <summary>The smallest value over the named axes; the gradient goes to the first smallest.</summary>
    /// <param name="x">Any tensor; a NaN in it wins.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    public static Tensor Min(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => ExtremumOp<Smallest>.Apply("Min", x, axes, keepDimensions).Values;

    /// <summary>The smallest value over the named axes and its place: row-major within these axes, the first where several tie.</summary>
    /// <param name="x">Any tensor; a NaN in it wins, and the place is then undefined but in range.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static (Tensor Values, IndexTensor Indices) MinWithIndices(this Tensor x, params ReadOnlySpan<int> axes)
        => ExtremumOp<Smallest>.Apply("Min", x, axes, keepDimensions: false);

    /// <summary>The place of the smallest value: row-major within the named axes, the first where several tie; no gradient.</summary>
    /// <param name="x">Any tensor without NaN.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static IndexTensor ArgMin(this Tensor x, params ReadOnlySpan<int> axes) => x.ArgMin(axes, keepDimensions: false);

    /// <summary>The place of the smallest value: row-major within the named axes, the first where several tie; no gradient.</summary>
    /// <param name="x">Any tensor without NaN.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    public static IndexTensor ArgMin(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => ExtremumOp<Smallest>.Places("ArgMin", x, axes, keepDimensions);
}
