using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>
/// Where an op is linear in an input, its backward is the adjoint: ⟨Op(x) − Op(0), y⟩ = ⟨x, Backward(y)⟩. No step size and no
/// reference: errors of indexing show at once.
/// </summary>
public sealed class AdjointCheck : OpCheck
{
    /// <inheritdoc/>
    public override string Name => "adjoint";

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        for (int i = 0; i < problem.Inputs.Count; i++)
        {
            ProblemInput input = problem.Inputs[i];
            if (!input.IsLinear) continue;
            OpAnswer atZero = OpRun.Infer(At(problem, i, new float[input.Values.Length]), device);
            float[] y = sampler.Values(atZero.Shape);
            OpAnswer answer = OpRun.Train(problem, device, [y], wanted: i);
            double forward = 0;
            double scale = 0;
            for (int j = 0; j < y.Length; j++)
            {
                double term = ((double)answer.Output[j] - atZero.Output[j]) * y[j];
                forward += term;
                scale += Math.Abs(term);
            }

            double backward = 0;
            for (int j = 0; j < input.Values.Length; j++) backward += (double)input.Values[j] * answer.Gradients[i]![j];
            comparison.Number($"⟨{input.Name}, Backward(y)⟩ against ⟨Op({input.Name}) − Op(0), y⟩", backward, forward, scale);
        }
    }

    private static OpProblem At(OpProblem problem, int index, float[] values) => new()
    {
        Inputs = [.. problem.Inputs.Select((input, i) => i == index ? input with { Values = values } : input)],
        Apply = problem.Apply,
        Reference = problem.Reference,
    };
}
