using System.Runtime.CompilerServices;
using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Losses;

/// <summary>The op of any <see cref="IRowLoss"/>: the scaled mean of the rows' losses, with gradients of logits and targets.</summary>
/// <typeparam name="TLoss">The formula.</typeparam>
public sealed partial class RowLossOp<TLoss> : Op
    where TLoss : struct, IRowLoss
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private Geometry geometry;
    private Tensor logits;
    private Tensor targets;
    private Storage? statistics;

    private interface IKernels
    {
        // statistics: N times RowStatistics.
        void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss);

        void Backward(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate, bool byTarget);
    }

    /// <inheritdoc/>
    public override string Name => typeof(TLoss).Name;

    /// <summary>The mean loss of logits against targets.</summary>
    /// <param name="name">The op's name in errors.</param>
    /// <param name="loss">The formula.</param>
    /// <param name="logits">[N, C], not empty.</param>
    /// <param name="targetName">What the targets are called in errors.</param>
    /// <param name="targets">[N, C].</param>
    /// <exception cref="ArgumentException">Wrong shapes.</exception>
    public static Tensor Apply(string name, TLoss loss, Tensor logits, string targetName, Tensor targets)
    {
        Shape shape = logits.Shape;
        if (shape.Rank != 2 || shape.Count == 0)
        {
            throw new ArgumentException($"{name}: logits must be [N, C] with N and C at least 1 but have shape {shape}. Reshape them first.");
        }

        if (shape != targets.Shape)
        {
            throw new ArgumentException($"{name}: logits have shape {shape} but {targetName} {targets.Shape}. Both must be the same [N, C].");
        }

        Step step = logits.Step;
        var geometry = new Geometry(loss, shape[0], shape[1]);
        Tensor mean = step.Allocate([]);
        Storage statistics = step.Device.Rent((long)geometry.Rows * Unsafe.SizeOf<RowStatistics>() / sizeof(float));
        Kernels.For(step.Device).Forward(geometry, logits.Storage, targets.Storage, statistics, mean.Storage);
        if (!step.Records(logits, targets))
        {
            step.Device.Return(statistics);
            return mean;
        }

        RowLossOp<TLoss> op = step.Record<RowLossOp<TLoss>>(mean);
        op.geometry = geometry;
        op.logits = logits;
        op.targets = targets;
        op.statistics = statistics;
        return mean;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Gradients gradients)
    {
        BackwardOf(logits, byTarget: false);
        BackwardOf(targets, byTarget: true);

        void BackwardOf(Tensor x, bool byTarget)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(
                geometry, logits.Storage, targets.Storage, statistics!, gradients.Of(Output), dx, accumulate, byTarget);
        }
    }

    /// <inheritdoc/>
    protected internal override void Release()
    {
        if (statistics is not null) Output.Device.Return(statistics);
        statistics = null;
    }

    private readonly record struct Geometry(TLoss Loss, int Rows, int Classes);
}
