using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>The op of any <see cref="IUnaryFormula"/>: y[i] = f(x[i]), dx[i] = dy[i]·f′(x[i]).</summary>
/// <typeparam name="TFormula">The formula.</typeparam>
public sealed partial class UnaryOp<TFormula> : Op
    where TFormula : struct, IUnaryFormula
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private TFormula formula;
    private Tensor x;

    private interface IKernels
    {
        void Forward(TFormula formula, Storage x, Storage y);

        void Backward(TFormula formula, Storage x, Storage y, Storage dy, Storage dx, bool accumulate);
    }

    /// <inheritdoc/>
    public override string Name => typeof(TFormula).Name;

    /// <summary>Applies the formula to every element.</summary>
    public static Tensor Apply(Tensor x, TFormula formula)
    {
        Step step = x.Step;
        Tensor y = step.Allocate(x.Shape);
        Kernels.For(step.Device).Forward(formula, x.Storage, y.Storage);
        if (step.Records(x))
        {
            UnaryOp<TFormula> op = step.Record<UnaryOp<TFormula>>(y);
            op.formula = formula;
            op.x = x;
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph) => formula is IOnnxFormula exportable ? exportable.Export(graph, graph.Value(x)) : throw OnnxException.NoExport(this);

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(x)) return;
        Storage dx = gradients.For(x, out bool accumulate);
        Kernels.For(x.Device).Backward(formula, x.Storage, Output.Storage, gradients.Of(Output), dx, accumulate);
    }
}
