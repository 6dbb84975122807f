using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>The device's output equals the double reference's.</summary>
public sealed class ParityCheck : OpCheck
{
    /// <inheritdoc/>
    public override string Name => "parity";

    /// <inheritdoc/>
    protected override double ToleranceOf(Tolerance tolerance) => tolerance.Value;

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        DoubleTensor expected = problem.Evaluate();
        OpAnswer answer = OpRun.Infer(problem, device);
        if (comparison.Shapes(answer.Shape, expected.Shape)) comparison.Values("output", expected.Shape, answer.Output, expected.Values);
    }
}
