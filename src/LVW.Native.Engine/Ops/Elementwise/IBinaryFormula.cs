using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>
/// A function of two numbers, written once for every lane width. A readonly struct; its fields are the formula's constants.
/// With <see cref="BinaryOp{TFormula}.Apply"/> it is a complete op: broadcasting, forward, gradients, all devices.
/// </summary>
public interface IBinaryFormula
{
    /// <summary>Whether ∂y/∂a is 1 everywhere, so that the gradient can be handed on instead of computed.</summary>
    static virtual bool PassesLeft => false;

    /// <summary>Whether ∂y/∂b is 1 everywhere, so that the gradient can be handed on instead of computed.</summary>
    static virtual bool PassesRight => false;

    /// <summary>y = f(a, b).</summary>
    T Forward<T>(T a, T b)
        where T : struct, ILane<T>;

    /// <summary>∂y/∂a, from the inputs and the already computed output.</summary>
    T DerivativeLeft<T>(T a, T b, T y)
        where T : struct, ILane<T>;

    /// <summary>∂y/∂b, from the inputs and the already computed output.</summary>
    T DerivativeRight<T>(T a, T b, T y)
        where T : struct, ILane<T>;
}
