using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>Computed again, outputs and gradients have the same bits; and an inference step gives the same output as a recording one.</summary>
public sealed class RerunCheck : OpCheck
{
    /// <inheritdoc/>
    public override string Name => "rerun";

    /// <inheritdoc/>
    protected override double ToleranceOf(Tolerance tolerance) => 0;

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        OpAnswer inferred = OpRun.Infer(problem, device);
        comparison.Bits("output, again, ", inferred.Shape, OpRun.Infer(problem, device).Output, inferred.Output);
        if (!problem.Inputs.Any(input => input.IsDifferentiable)) return;
        float[] u = sampler.Values(inferred.Shape);
        OpAnswer first = OpRun.Train(problem, device, u);
        OpAnswer second = OpRun.Train(problem, device, u);
        comparison.Bits("output, in training, ", inferred.Shape, first.Output, inferred.Output);
        for (int i = 0; i < problem.Inputs.Count; i++)
        {
            ProblemInput input = problem.Inputs[i];
            if (input.IsDifferentiable) comparison.Bits($"gradient of {input.Name}, again, ", input.Shape, second.Gradients[i]!, first.Gradients[i]!);
        }
    }
}
