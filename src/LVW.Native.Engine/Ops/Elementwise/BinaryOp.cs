using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>
/// The op of any <see cref="IBinaryFormula"/> with NumPy's broadcasting: y[i] = f(a[i], b[i]), da[i] = dy[i]·∂f/∂a, and a repeated
/// operand's gradient is summed over the dimensions along which it was repeated.
/// </summary>
/// <typeparam name="TFormula">The formula.</typeparam>
public sealed partial class BinaryOp<TFormula> : Op
    where TFormula : struct, IBinaryFormula
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));
    private static readonly string FormulaName = typeof(TFormula).Name;

    private TFormula formula;
    private BroadcastGeometry geometry;
    private Tensor a;
    private Tensor b;

    private interface IKernels
    {
        void Forward(TFormula formula, in BroadcastGeometry geometry, Storage a, Storage b, Storage y);

        // The gradients have the shape of y; where the operand was repeated the caller sums.
        void BackwardLeft(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage da, bool accumulate);

        void BackwardRight(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage db, bool accumulate);
    }

    /// <inheritdoc/>
    public override string Name => FormulaName;

    /// <summary>Applies the formula to every pair of elements.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the tensors belong to different steps.</exception>
    public static Tensor Apply(Tensor a, Tensor b, TFormula formula)
    {
        Step step = a.Step;
        if (!ReferenceEquals(step, b.Step))
        {
            throw new ArgumentException($"{FormulaName}: {a.Shape} and {b.Shape} belong to different steps. Create both from one step.");
        }

        var geometry = BroadcastGeometry.Of(FormulaName, a.Shape, b.Shape);
        Tensor y = step.Allocate(geometry.Shape);
        Kernels.For(step.Device).Forward(formula, geometry, a.Storage, b.Storage, y.Storage);
        if (step.Records(a, b))
        {
            BinaryOp<TFormula> op = step.Record<BinaryOp<TFormula>>(y);
            op.formula = formula;
            op.geometry = geometry;
            op.a = a;
            op.b = b;
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph)
    {
        if (formula is not IOnnxFormula exportable) throw OnnxException.NoExport(this);
        (OnnxValue left, OnnxValue right) = graph.Aligned(Name, a, b);
        return exportable.Export(graph, left, right);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        // Whoever comes last may take over the block of dy.
        bool wantsLeft = gradients.Wants(a);
        bool wantsRight = gradients.Wants(b);
        bool leftLast = TFormula.PassesLeft && !TFormula.PassesRight;
        if (wantsLeft && !leftLast) BackwardOf(gradients, a, TFormula.PassesLeft, left: true, last: !wantsRight);
        if (wantsRight) BackwardOf(gradients, b, TFormula.PassesRight, left: false, last: !(wantsLeft && leftLast));
        if (wantsLeft && leftLast) BackwardOf(gradients, a, TFormula.PassesLeft, left: true, last: true);
    }

    private void BackwardOf(Gradients gradients, Tensor input, bool passes, bool left, bool last)
    {
        bool repeated = input.Shape.Count != Output.Shape.Count;
        if (passes && !repeated)
        {
            if (last) gradients.PassOn(Output, input);
            else gradients.CopyTo(Output, input);
            return;
        }

        Device device = gradients.Step.Device;
        Storage dy = gradients.Of(Output);
        Storage target = gradients.For(input, out bool accumulate);
        if (!repeated)
        {
            Run(device, dy, left, target, accumulate);
            return;
        }

        var sum = ReductionGeometry.OfRepeated(Output.Shape, input.Shape);
        if (passes)
        {
            Summation<Identity>.Run(device, default, sum, dy, target, 1, accumulate);
            return;
        }

        Storage terms = device.Rent(Output.Shape.Count);
        Run(device, dy, left, terms, accumulate: false);
        Summation<Identity>.Run(device, default, sum, terms, target, 1, accumulate);
        device.Return(terms);
    }

    private void Run(Device device, Storage dy, bool left, Storage target, bool accumulate)
    {
        var blocks = new BinaryBlocks(a.Storage, b.Storage, Output.Storage, dy);
        IKernels kernels = Kernels.For(device);
        if (left) kernels.BackwardLeft(formula, geometry, blocks, target, accumulate);
        else kernels.BackwardRight(formula, geometry, blocks, target, accumulate);
    }

    // What the gradient of either operand is computed from.
    private readonly record struct BinaryBlocks(Storage A, Storage B, Storage Y, Storage Dy);
}
