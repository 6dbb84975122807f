using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// y[k] = the best x[k, r] over any subset of axes, and in the same pass its place r: row-major within the reduced axes, the first
/// where several tie. The gradient goes to that place alone.
/// </summary>
/// <typeparam name="TExtremum">Which end of the order.</typeparam>
public sealed partial class ExtremumOp<TExtremum> : Op
    where TExtremum : struct, IExtremum
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private ReductionGeometry geometry;
    private string name = "Extremum";
    private Tensor x;
    private IndexTensor indices;
    private int axes;

    private interface IKernels
    {
        void Forward(in ReductionGeometry geometry, Storage x, Storage values, Storage indices);

        void Backward(in ReductionGeometry geometry, Storage indices, Storage dy, Storage dx, bool accumulate);
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>The best values and their places.</summary>
    /// <param name="name">The op's name in errors and timings.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">Axes to search, from either end; empty means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    /// <exception cref="ArgumentException">An axis does not exist or is named twice, or there is nothing to choose from.</exception>
    public static (Tensor Values, IndexTensor Indices) Apply(string name, Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        Step step = x.Step;
        ReductionGeometry geometry = GeometryOf(name, x.Shape, axes, keepDimensions, out Shape shape);
        Tensor values = step.Allocate(shape);
        IndexTensor indices = step.AllocateIndices(shape);
        Kernels.For(step.Device).Forward(geometry, x.Storage, values.Storage, indices.Storage);
        if (step.Records(x))
        {
            ExtremumOp<TExtremum> op = step.Record<ExtremumOp<TExtremum>>(values);
            op.geometry = geometry;
            op.name = name;
            op.x = x;
            op.indices = indices;
            op.axes = ReductionGeometry.Bits(x.Shape, axes);
        }

        return (values, indices);
    }

    /// <summary>The places alone; no gradient.</summary>
    /// <param name="name">The op's name in errors.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">Axes to search, from either end; empty means all.</param>
    /// <param name="keepDimensions">Whether searched axes stay as size 1.</param>
    /// <exception cref="ArgumentException">An axis does not exist or is named twice, or there is nothing to choose from.</exception>
    public static IndexTensor Places(string name, Tensor x, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        Step step = x.Step;
        ReductionGeometry geometry = GeometryOf(name, x.Shape, axes, keepDimensions, out Shape shape);
        IndexTensor indices = step.AllocateIndices(shape);
        Storage values = step.Device.Rent(shape.Count);
        Kernels.For(step.Device).Forward(geometry, x.Storage, values, indices.Storage);
        step.Device.Return(values);
        return indices;
    }

    /// <inheritdoc/>
    protected internal override OnnxValue Export(OnnxGraph graph)
        => graph.Reduced(TExtremum.Worst > 0 ? "ReduceMin" : "ReduceMax", x, axes, Output.Shape.Rank == x.Shape.Rank);

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(x)) return;
        Storage dx = gradients.For(x, out bool accumulate);
        Kernels.For(x.Device).Backward(geometry, indices.Storage, gradients.Of(Output), dx, accumulate);
    }

    private static ReductionGeometry GeometryOf(string name, Shape x, ReadOnlySpan<int> axes, bool keepDimensions, out Shape shape)
    {
        var geometry = ReductionGeometry.Of(name, x, axes, keepDimensions, out shape);
        if (geometry.Reduced == 0)
        {
            throw new ArgumentException($"{name}: the shape {x} leaves no element to choose from. Check for an empty batch first.");
        }

        if (geometry.Reduced > int.MaxValue)
        {
            throw new ArgumentException($"{name}: the shape {x} has {geometry.Reduced} places to choose from but an index holds 32 bits. Reduce in two steps.");
        }

        return geometry;
    }
}
