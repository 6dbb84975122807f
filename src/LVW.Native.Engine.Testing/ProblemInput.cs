namespace LVW.Native.Engine.Testing;

/// <summary>One input of a problem: what failures call it, its shape and its values.</summary>
/// <param name="Name">How failures call it: x, weight, bias.</param>
/// <param name="Shape">The sizes of the dimensions.</param>
/// <param name="Values">Row-major.</param>
public sealed record ProblemInput(string Name, Shape Shape, float[] Values)
{
    /// <summary>Whether the op computes a gradient for this input.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>Whether the output is linear (or affine) in this input while the others stand still; then the adjoint check is exact.</summary>
    public bool IsLinear { get; init; }

    /// <summary>The same input, of an op that is linear in it.</summary>
    public ProblemInput Linear() => this with { IsLinear = true };

    /// <summary>The same input, of an op that computes no gradient for it.</summary>
    public ProblemInput Constant() => this with { IsDifferentiable = false };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
