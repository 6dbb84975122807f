using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>Runs a problem on a device, in a step of its own.</summary>
public static class OpRun
{
    /// <summary>The output, computed in an inference step that records nothing.</summary>
    public static OpAnswer Infer(OpProblem problem, Device device)
    {
        using Step step = device.BeginInference();
        Tensor output = problem.Apply(Inputs(problem, step, wanted: null));
        return new OpAnswer(output.Shape, output.ToArray(), []);
    }

    /// <summary>The output and the gradient of every differentiable input.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="device">The device.</param>
    /// <param name="outputGradient">The gradient of the output, row-major.</param>
    public static OpAnswer Train(OpProblem problem, Device device, float[] outputGradient)
        => Train(problem, device, [outputGradient], wanted: null);

    /// <summary>Applies the op several times to the same inputs and adds the gradients up.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="device">The device.</param>
    /// <param name="outputGradients">The gradient of the output of each application, row-major.</param>
    /// <param name="wanted">Index of the one input that requires a gradient; null for all differentiable ones.</param>
    public static OpAnswer Train(OpProblem problem, Device device, float[][] outputGradients, int? wanted)
    {
        using Step step = device.BeginStep();
        Tensor[] inputs = Inputs(problem, step, wanted);
        var outputs = new Tensor[outputGradients.Length];
        for (int k = 0; k < outputs.Length; k++)
        {
            outputs[k] = problem.Apply(inputs);
            if (outputs[k].Shape.Count != outputGradients[k].Length)
            {
                throw new InvalidOperationException($"the device's output has shape {outputs[k].Shape} but {outputGradients[k].Length} elements were expected.");
            }
        }

        var shape = outputs[0].Shape;
        float[] values = outputs[0].ToArray();
        ProjectionOp.Apply(outputs, outputGradients).Backward();
        var gradients = new float[]?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].RequiresGradient) gradients[i] = step.GradientOf(inputs[i]);
        }

        return new OpAnswer(shape, values, gradients);
    }

    /// <summary>The types of the ops that a problem puts on the tape.</summary>
    public static IReadOnlyList<Type> RecordedOps(OpProblem problem, Device device)
    {
        using Step step = device.BeginStep();
        problem.Apply(Inputs(problem, step, wanted: null));
        var types = new List<Type>();
        foreach (var op in step.Ops) types.Add(op.GetType());
        return types;
    }

    private static Tensor[] Inputs(OpProblem problem, Step step, int? wanted)
        => [.. problem.Inputs.Select((input, i) => step.Input(input.Values, input.Shape, input.IsDifferentiable && (wanted is null || wanted == i)))];
}
