using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Layers;

/// <summary>y = x·Wᵀ + b for x of [N, inputs] and W of [outputs, inputs].</summary>
public sealed class Linear : Module
{
    /// <summary>Creates the layer; weights normal with deviation 0.01, bias 0.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">Features of a row.</param>
    /// <param name="outputs">Features of a result.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Linear(Device device, Philox random, int inputs, int outputs, bool bias = true)
    {
        Weight = Register("weight", new Parameter(device, [outputs, inputs]));
        Weight.Normal(0, 0.01f, random);
        Bias = bias ? Register("bias", new Parameter(device, [outputs])) : null;
    }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs], if there is one.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Linear(Weight.In(x.Step), Bias is null ? default : Bias.In(x.Step));
}
