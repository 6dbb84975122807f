namespace LVW.Native.Engine.Testing;

/// <summary>One drawn problem of an op: inputs, how the op is called on them, and what it must compute.</summary>
public sealed class OpProblem
{
    /// <summary>The inputs, in the order in which <see cref="Apply"/> and <see cref="Reference"/> take them.</summary>
    public required IReadOnlyList<ProblemInput> Inputs { get; init; }

    /// <summary>Calls the op. Each tensor is an input of a step; geometry and labels are captured by the function.</summary>
    public required Func<Tensor[], Tensor> Apply { get; init; }

    /// <summary>The definition of the op in double precision, in the simplest possible loops.</summary>
    public required Func<DoubleTensor[], DoubleTensor> Reference { get; init; }

    /// <summary>What else was drawn, for failure messages: <c>stride 2, padding 1</c>.</summary>
    public string Geometry { get; init; } = "";

    /// <summary>The reference at the drawn values.</summary>
    public DoubleTensor Evaluate() => Reference(InputsAsDoubles());

    /// <summary>The drawn values as doubles, in new arrays.</summary>
    public DoubleTensor[] InputsAsDoubles()
        => [.. Inputs.Select(input => new DoubleTensor(input.Shape, Array.ConvertAll(input.Values, value => (double)value)))];

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Inputs) + (Geometry.Length > 0 ? $"; {Geometry}" : "");
}
