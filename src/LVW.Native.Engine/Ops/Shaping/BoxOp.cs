using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>One box of elements moved to another tensor, 0 around it; the gradient moves back, 0 around it.</summary>
public sealed class BoxOp : Op
{
    private string name = "Box";
    private Tensor x;
    private Box box;
    private Shape places;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph) => OnnxBoxes.Export(graph, name, x, Output.Shape, places);

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(x)) return;
        Storage dx = gradients.For(x, out bool accumulate);
        if (!accumulate && box.Count < x.Shape.Count) x.Device.Clear(dx);
        BoxCopy.Run(x.Device, gradients.Of(Output), dx, box.Reversed, accumulate);
    }

    /// <summary>Moves the box.</summary>
    /// <param name="name">The op's name in timings.</param>
    /// <param name="x">The source.</param>
    /// <param name="shape">Shape of the target.</param>
    /// <param name="box">From the source to the target.</param>
    /// <param name="places">Where the box begins along each dimension of the larger side; for a permutation, the order.</param>
    internal static Tensor Apply(string name, Tensor x, Shape shape, in Box box, Shape places)
    {
        Step step = x.Step;
        Tensor y = step.Allocate(shape);
        if (box.Count < shape.Count) step.Device.Clear(y.Storage);
        BoxCopy.Run(step.Device, x.Storage, y.Storage, box, accumulate: false);
        if (step.Records(x))
        {
            BoxOp op = step.Record<BoxOp>(y);
            op.name = name;
            op.x = x;
            op.box = box;
            op.places = places;
        }

        return y;
    }
}
