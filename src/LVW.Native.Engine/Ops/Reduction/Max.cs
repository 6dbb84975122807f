using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>The largest value over the named axes, which disappear from the shape; the gradient goes to the first largest.</summary>
    /// <param name="x">Any tensor; a NaN in it wins.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static Tensor Max(this Tensor x, params ReadOnlySpan<int> axes) => x.Max(axes, keepDimensions: false);

    /// <summary>The largest value over the named axes; the gradient goes to the first largest.</summary>
    /// <param name="x">Any tensor; a NaN in it wins.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    public static Tensor Max(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => ExtremumOp<Largest>.Apply("Max", x, axes, keepDimensions).Values;

    /// <summary>The largest value over the named axes and its place: row-major within these axes, the first where several tie.</summary>
    /// <param name="x">Any tensor; a NaN in it wins, and the place is then undefined but in range.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static (Tensor Values, IndexTensor Indices) MaxWithIndices(this Tensor x, params ReadOnlySpan<int> axes)
        => ExtremumOp<Largest>.Apply("Max", x, axes, keepDimensions: false);

    /// <summary>The place of the largest value: row-major within the named axes, the first where several tie; no gradient.</summary>
    /// <param name="x">Any tensor without NaN.</param>
    /// <param name="axes">From either end; none means all.</param>
    public static IndexTensor ArgMax(this Tensor x, params ReadOnlySpan<int> axes) => x.ArgMax(axes, keepDimensions: false);

    /// <summary>The place of the largest value: row-major within the named axes, the first where several tie; no gradient.</summary>
    /// <param name="x">Any tensor without NaN.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    public static IndexTensor ArgMax(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
        => ExtremumOp<Largest>.Places("ArgMax", x, axes, keepDimensions);
}
