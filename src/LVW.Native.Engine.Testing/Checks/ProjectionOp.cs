using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>
/// loss = ⟨y₁, u₁⟩ + ⟨y₂, u₂⟩ + …: hands each output the gradient that a check wants it to have. Computed on the host through
/// copies, so it works on every device and shares no code with the op under test.
/// </summary>
internal sealed class ProjectionOp : Op
{
    private Tensor[] outputs = [];
    private float[][] directions = [];

    public static Tensor Apply(Tensor[] outputs, float[][] directions)
    {
        Step step = outputs[0].Step;
        double sum = 0;
        for (int k = 0; k < outputs.Length; k++) sum += Dot(outputs[k].ToArray(), directions[k]);
        Tensor loss = step.Allocate([]);
        step.Device.CopyIn([(float)sum], loss.Storage);
        if (step.Records(outputs))
        {
            ProjectionOp op = step.Record<ProjectionOp>(loss);
            op.outputs = outputs;
            op.directions = directions;
        }

        return loss;
    }

    protected override void Backward(Gradients gradients)
    {
        for (int k = 0; k < outputs.Length; k++)
        {
            if (!gradients.Wants(outputs[k])) continue;
            Storage target = gradients.For(outputs[k], out bool accumulate);
            float[] gradient = (float[])directions[k].Clone();
            if (accumulate)
            {
                float[] before = new float[gradient.Length];
                gradients.Step.Device.CopyOut(target, before);
                for (int i = 0; i < gradient.Length; i++) gradient[i] += before[i];
            }

            gradients.Step.Device.CopyIn(gradient, target);
        }
    }

    protected override void Release()
    {
        outputs = [];
        directions = [];
    }

    private static double Dot(float[] left, float[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
