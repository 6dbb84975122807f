using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>Two devices agree on outputs and gradients: vector widths within the case's tolerance, numbers of threads to the bit.</summary>
/// <param name="other">The device to agree with.</param>
/// <param name="bitIdentical">Whether every bit must agree.</param>
public sealed class AgreementCheck(Device other, bool bitIdentical) : OpCheck
{
    /// <inheritdoc/>
    public override string Name => "agreement";

    /// <inheritdoc/>
    protected override double ToleranceOf(Tolerance tolerance) => bitIdentical ? 0 : 2 * tolerance.Gradient;

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        OpAnswer expected = OpRun.Infer(problem, other);
        Pair("output", expected.Shape, OpRun.Infer(problem, device).Output, expected.Output, comparison);
        if (!problem.Inputs.Any(input => input.IsDifferentiable)) return;
        float[] u = sampler.Values(expected.Shape);
        OpAnswer there = OpRun.Train(problem, other, u);
        OpAnswer here = OpRun.Train(problem, device, u);
        for (int i = 0; i < problem.Inputs.Count; i++)
        {
            ProblemInput input = problem.Inputs[i];
            if (input.IsDifferentiable) Pair($"gradient of {input.Name}", input.Shape, here.Gradients[i]!, there.Gradients[i]!, comparison);
        }
    }

    private void Pair(string what, Shape shape, float[] actual, float[] expected, Comparison comparison)
    {
        if (bitIdentical) comparison.Bits(what, shape, actual, expected);
        else comparison.Values(what, shape, actual, Array.ConvertAll(expected, value => (double)value));
    }
}
