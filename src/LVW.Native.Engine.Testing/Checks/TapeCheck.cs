using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>
/// An op behaves on the tape: its backward is linear in the output gradient, a tensor that is used twice gets the sum of both
/// gradients, and a gradient is the same when it is the only one asked for.
/// </summary>
public sealed class TapeCheck : OpCheck
{
    /// <inheritdoc/>
    public override string Name => "tape";

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        if (!problem.Inputs.Any(input => input.IsDifferentiable)) return;
        Shape shape = OpRun.Infer(problem, device).Shape;
        float[] u = sampler.Values(shape);
        float[] v = sampler.Values(shape);
        OpAnswer atU = OpRun.Train(problem, device, u);
        OpAnswer atV = OpRun.Train(problem, device, v);
        float[] mixed = new float[u.Length];
        for (int j = 0; j < mixed.Length; j++) mixed[j] = (2 * u[j]) - (0.5f * v[j]);
        OpAnswer atMixed = OpRun.Train(problem, device, mixed);
        OpAnswer twice = OpRun.Train(problem, device, [u, v], wanted: null);
        for (int i = 0; i < problem.Inputs.Count; i++)
        {
            ProblemInput input = problem.Inputs[i];
            if (!input.IsDifferentiable) continue;
            float[] du = atU.Gradients[i]!;
            float[] dv = atV.Gradients[i]!;
            comparison.Values($"gradient of {input.Name}, output gradient 2u − v/2, ", input.Shape, atMixed.Gradients[i]!, Sum(2, du, -0.5, dv));
            comparison.Values($"gradient of {input.Name}, used twice, ", input.Shape, twice.Gradients[i]!, Sum(1, du, 1, dv));
            OpAnswer alone = OpRun.Train(problem, device, [u], wanted: i);
            comparison.Bits($"gradient of {input.Name}, the only one asked for, ", input.Shape, alone.Gradients[i]!, du);
        }
    }

    private static double[] Sum(double a, float[] x, double b, float[] y)
    {
        double[] sum = new double[x.Length];
        for (int i = 0; i < sum.Length; i++) sum[i] = (a * x[i]) + (b * y[i]);
        return sum;
    }
}
