using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>Σ |x| over all elements, a scalar; the gradient is the sign, 0 at 0.</summary>
    public static Tensor L1Norm(this Tensor x) => SumOp<Abs>.Apply("L1Norm", x, default, [], keepDimensions: false, mean: false);
}
