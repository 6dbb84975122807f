using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>Every row along the last axis normalised to probabilities, in either form.</summary>
/// <typeparam name="TForm"><see cref="Softmax"/> or <see cref="LogSoftmax"/>.</typeparam>
public sealed partial class SoftmaxOp<TForm> : Op
    where TForm : struct, ISoftmaxForm
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private Tensor x;

    private interface IKernels
    {
        void Forward(RowGeometry rows, Storage x, Storage y);

        void Backward(RowGeometry rows, Storage y, Storage dy, Storage dx, bool accumulate);
    }

    /// <inheritdoc/>
    public override string Name => typeof(TForm).Name;

    /// <summary>Normalises every row.</summary>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    public static Tensor Apply(Tensor x)
    {
        var rows = RowGeometry.Of(typeof(TForm).Name, x.Shape);
        Step step = x.Step;
        Tensor y = step.Allocate(x.Shape);
        Kernels.For(step.Device).Forward(rows, x.Storage, y.Storage);
        if (step.Records(x)) step.Record<SoftmaxOp<TForm>>(y).x = x;
        return y;
    }

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph)
    {
        if (typeof(TForm) != typeof(Softmax) && typeof(TForm) != typeof(LogSoftmax)) throw OnnxException.NoExport(this);
        OnnxValue value = graph.Value(x);
        return graph.Node(Name, [value], OnnxAttribute.Integer("axis", value.Axis(x.Shape.Rank - 1, x.Shape.Rank)));
    }

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(x)) return;
        Storage dx = gradients.For(x, out bool accumulate);
        Kernels.For(x.Device).Backward(RowGeometry.Of(Name, x.Shape), Output.Storage, gradients.Of(Output), dx, accumulate);
    }
}
