using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>
/// A function of one number, written once for every lane width. A readonly struct; its fields are the formula's constants.
/// With <see cref="UnaryOp{TFormula}.Apply"/> it is a complete op: forward, gradient, all devices.
/// </summary>
public interface IUnaryFormula
{
    /// <summary>y = f(x).</summary>
    T Forward<T>(T x)
        where T : struct, ILane<T>;

    /// <summary>dy/dx, from the input and the already computed output.</summary>
    T Derivative<T>(T x, T y)
        where T : struct, ILane<T>;
}
