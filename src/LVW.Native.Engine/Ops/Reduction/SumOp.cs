using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>y[k] = scale·Σ_r f(x[k, r]) over any subset of axes: the sum, the mean, and with a formula fused in the norms.</summary>
/// <typeparam name="TFormula">f, applied to every term in the same pass.</typeparam>
public sealed partial class SumOp<TFormula> : Op
    where TFormula : struct, IUnaryFormula
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private TFormula formula;
    private BroadcastGeometry spread;
    private float scale;
    private string name = "Sum";
    private Tensor x;
    private int axes;

    private interface IKernels
    {
        // The left operand of the geometry is x, the right is dy, repeated along the reduced axes.
        void Backward(TFormula formula, in BroadcastGeometry geometry, Storage x, Storage dy, float scale, Storage dx, bool accumulate);
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>Sums f(x) over axes.</summary>
    /// <param name="name">The op's name in errors and timings.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="formula">f.</param>
    /// <param name="axes">Axes to sum over, from either end; empty means all.</param>
    /// <param name="keepDimensions">Whether summed axes stay as size 1.</param>
    /// <param name="mean">Whether to divide by the number of terms.</param>
    /// <exception cref="ArgumentException">An axis does not exist or is named twice, or a mean has no terms.</exception>
    public static Tensor Apply(string name, Tensor x, TFormula formula, ReadOnlySpan<int> axes, bool keepDimensions, bool mean)
    {
        Step step = x.Step;
        var geometry = ReductionGeometry.Of(name, x.Shape, axes, keepDimensions, out Shape shape);
        if (mean && geometry.Reduced == 0)
        {
            throw new ArgumentException($"{name}: the shape {x.Shape} leaves no element to average. Check for an empty batch first.");
        }

        double scale = mean ? 1.0 / geometry.Reduced : 1.0;
        Tensor y = step.Allocate(shape);
        Summation<TFormula>.Run(step.Device, formula, geometry, x.Storage, y.Storage, scale, accumulate: false);
        if (step.Records(x))
        {
            SumOp<TFormula> op = step.Record<SumOp<TFormula>>(y);
            op.formula = formula;
            op.spread = geometry.Spread();
            op.scale = (float)scale;
            op.name = name;
            op.x = x;
            op.axes = ReductionGeometry.Bits(x.Shape, axes);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph)
    {
        if (formula is not IOnnxFormula exportable) throw OnnxException.NoExport(this);
        return graph.Reduced(scale == 1 ? "ReduceSum" : "ReduceMean", x, axes, Output.Shape.Rank == x.Shape.Rank, term => exportable.Export(graph, term));
    }

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(x)) return;
        Storage dx = gradients.For(x, out bool accumulate);
        Kernels.For(x.Device).Backward(formula, spread, x.Storage, gradients.Of(Output), scale, dx, accumulate);
    }
}
