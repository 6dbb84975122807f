namespace LVW.Native.Engine.Testing;

/// <summary>How far a device may be from the double reference, and why.</summary>
/// <param name="Value">Largest relative error of an output; 0 where values are moved or chosen, not computed.</param>
/// <param name="Gradient">Largest relative error of a gradient, a Jacobian entry or an inner product with one.</param>
/// <param name="Reason">One line: where the error comes from.</param>
public readonly record struct Tolerance(double Value, double Gradient, string Reason)
{
    /// <summary>What a central difference of the double reference itself leaves over: no gradient is held to less.</summary>
    public const double Difference = 1e-7;

    /// <summary>For ops that move values and do not compute.</summary>
    /// <param name="reason">One line: why the values must be identical.</param>
    public static Tolerance Exact(string reason) => new(0, 1e-6, reason);
}
