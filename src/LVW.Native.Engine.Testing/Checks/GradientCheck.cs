using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>
/// The device's gradient is the derivative of the double reference: in random directions v, ⟨gradient, v⟩ equals
/// (f(x + h·v) − f(x − h·v)) / 2h with f = ⟨reference, u⟩ for a random output gradient u; for tiny tensors the full Jacobian.
/// </summary>
public sealed class GradientCheck : OpCheck
{
    // The reference is in double, so the step may be small: h² leaves 1e-10 of the third derivative, rounding 1e-11 of the value.
    private const double StepSize = 1e-5;
    private const int DirectionsForEachInput = 2;
    private const long LargestJacobian = 1024;

    /// <inheritdoc/>
    public override string Name => "gradient";

    /// <inheritdoc/>
    protected override void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison)
    {
        DoubleTensor at = problem.Evaluate();
        float[] u = sampler.Values(at.Shape);
        if (!problem.Inputs.Any(input => input.IsDifferentiable)) return;
        OpAnswer answer = OpRun.Train(problem, device, u);
        if (!comparison.Shapes(answer.Shape, at.Shape)) return;
        for (int i = 0; i < problem.Inputs.Count; i++)
        {
            if (!problem.Inputs[i].IsDifferentiable) continue;
            for (int k = 0; k < DirectionsForEachInput; k++) CompareDirection(problem, i, answer.Gradients[i]!, u, sampler, comparison);
            if (problem.Inputs[i].Values.Length * (long)at.Count <= LargestJacobian) CompareJacobian(problem, i, at.Count, device, comparison);
        }
    }

    private static void CompareDirection(OpProblem problem, int input, float[] gradient, float[] u, Sampler sampler, Comparison comparison)
    {
        float[] v = sampler.Values(problem.Inputs[input].Shape);
        double actual = 0;
        double scale = 0;
        for (int i = 0; i < v.Length; i++)
        {
            double term = (double)gradient[i] * v[i];
            actual += term;
            scale += Math.Abs(term);
        }

        double[] difference = Difference(problem, input, (x, sign) =>
        {
            for (int i = 0; i < v.Length; i++) x[i] += sign * StepSize * v[i];
        });
        double expected = 0;
        for (int j = 0; j < u.Length; j++) expected += difference[j] * u[j];
        comparison.Number($"⟨gradient of {problem.Inputs[input].Name}, random direction⟩", actual, expected, scale);
    }

    private static void CompareJacobian(OpProblem problem, int input, int outputs, Device device, Comparison comparison)
    {
        int inputs = problem.Inputs[input].Values.Length;
        double[][] columns = [.. Enumerable.Range(0, inputs).Select(i => Difference(problem, input, (x, sign) => x[i] += sign * StepSize))];
        for (int j = 0; j < outputs; j++)
        {
            float[] unit = new float[outputs];
            unit[j] = 1;
            float[] row = OpRun.Train(problem, device, unit).Gradients[input]!;
            double scale = columns.Max(column => column.Max(Math.Abs));
            for (int i = 0; i < inputs; i++)
            {
                comparison.Number($"d output[{j}] / d {problem.Inputs[input].Name}[{i}] (row-major positions)", row[i], columns[i][j], scale);
            }
        }
    }

    /// <summary>The central difference of the reference when one input is moved.</summary>
    private static double[] Difference(OpProblem problem, int input, Action<DoubleTensor, int> move)
    {
        double[] Moved(int sign)
        {
            DoubleTensor[] inputs = problem.InputsAsDoubles();
            move(inputs[input], sign);
            return problem.Reference(inputs).Values;
        }

        double[] above = Moved(+1);
        double[] below = Moved(-1);
        double[] difference = new double[above.Length];
        for (int j = 0; j < difference.Length; j++) difference[j] = (above[j] - below[j]) / (2 * StepSize);
        return difference;
    }
}
