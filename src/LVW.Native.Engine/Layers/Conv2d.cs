using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Layers;

/// <summary>A convolution of [N, H, W, C] with a filter [K, R, S, C / groups], and a bias if wanted.</summary>
public sealed class Conv2d : Module
{
    private readonly Conv2dOptions options;

    /// <summary>Creates the layer; weights Kaiming-normal by fan-out, bias 0.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">C, input channels.</param>
    /// <param name="outputs">K, output channels.</param>
    /// <param name="kernel">R = S, side of the filter in pixels.</param>
    /// <param name="stride">Pixels between two outputs.</param>
    /// <param name="padding">Zero pixels around the input.</param>
    /// <param name="dilation">Pixels between two taps.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="relu">Whether negative results become 0, in the same pass.</param>
    public Conv2d(
        Device device, Philox random, int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool bias = true, bool relu = false)
    {
        options = new Conv2dOptions { Stride = stride, Padding = padding, Dilation = dilation, Groups = groups, ReLU = relu };
        Weight = Register("weight", new Parameter(device, [outputs, kernel, kernel, inputs / groups]), StateLayout.Filter);
        Weight.KaimingNormal((long)outputs * kernel * kernel / groups, random);
        Bias = bias ? Register("bias", new Parameter(device, [outputs])) : null;
    }

    /// <summary>The filter, [K, R, S, C / groups].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, [K], if there is one.</summary>
    public Parameter? Bias { get; }

    /// <summary>Convolves and normalises: in training one after the other, in a step that records nothing and with fixed statistics in one pass where the device can.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="norm">The normalisation of the outputs.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="residual">Added before the cut, [N, P, Q, K]; empty for none.</param>
    public Tensor ForwardNormalized(Tensor x, BatchNorm2d norm, bool relu, Tensor residual = default)
    {
        ArgumentNullException.ThrowIfNull(norm);
        if (!x.Step.IsRecording && !norm.IsTraining && norm.LivesOn(x.Device) && Bias is null && !options.ReLU
            && Conv2dOp.TryApplyNormalized(x, Weight.In(x.Step), options with { ReLU = relu }, norm.Fixed, residual, out Tensor y))
        {
            return y;
        }

        Tensor raw = Forward(x);
        Tensor normalized = norm.Forward(raw, relu, residual);
        if (normalized != raw && x.Step.MayRelease(raw)) x.Step.Release(raw);
        return normalized;
    }

    /// <summary>This convolution as one of several of the same input, for <see cref="TensorOps.ConcatConv2d"/>.</summary>
    /// <param name="step">The step that computes.</param>
    public Conv2dBranch In(Step step) => new(Weight.In(step), Bias is null ? default : Bias.In(step), options);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Conv2d(Weight.In(x.Step), Bias is null ? default : Bias.In(x.Step), options);
}
