using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Layers;

/// <summary>Batch normalisation of each channel (Ioffe and Szegedy 2015), with ReLU and a residual in the same pass where wanted.</summary>
public sealed class BatchNorm2d : Module
{
    private const float Epsilon = 1e-5f;

    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Parameter runningMean;
    private readonly Parameter runningVariance;

    /// <summary>Creates the layer: weight 1, bias 0, running mean 0, running variance 1.</summary>
    /// <param name="device">Where the values live.</param>
    /// <param name="channels">C.</param>
    public BatchNorm2d(Device device, int channels)
    {
        weight = Register("weight", new Parameter(device, [channels]));
        bias = Register("bias", new Parameter(device, [channels]));
        runningMean = RegisterBuffer("running_mean", new Parameter(device, [channels]));
        runningVariance = RegisterBuffer("running_var", new Parameter(device, [channels]));
        weight.Constant(1);
        runningVariance.Constant(1);
    }

    /// <summary>The ranks over whose values statistics are taken in training; null for this process's alone.</summary>
    public NormalizationGroup? Group { get; set; }

    /// <summary>The normalisation in evaluation.</summary>
    internal FixedNormalization Fixed => new(weight.Value, bias.Value, runningMean.Value, runningVariance.Value, Epsilon);

    internal bool LivesOn(Device device) => ReferenceEquals(weight.Device, device);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, relu: false);

    /// <summary>Normalises, adds a residual if one is given, and cuts at zero if wanted.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="residual">Added before the cut; empty for none.</param>
    public Tensor Forward(Tensor x, bool relu, Tensor residual = default) => x.BatchNorm2d(
        weight.In(x.Step), bias.In(x.Step), runningMean, runningVariance, IsTraining, epsilon: Epsilon, residual: residual, relu: relu, group: Group);
}
