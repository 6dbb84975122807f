using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Words;

/// <summary>1×1 convolutions that carry backbone features [N, h, w, C] to word space [N, h, w, D], ending in a sigmoid: z lies in (0, 1)^D.</summary>
public sealed class AddOnLayers : Module
{
    private readonly List<(Conv2d Convolution, bool Sigmoid)> layers = [];

    /// <summary>Creates the layers; Kaiming-normal by fan-out, bias 0.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">C, channels of the backbone's features.</param>
    /// <param name="depth">D, depth of a word.</param>
    /// <param name="bottleneck">
    /// False, "regular": two convolutions, C to D and D to D. True: pairs that halve the channels, never below D, until D is reached.
    /// </param>
    public AddOnLayers(Device device, Philox random, int inputs, int depth, bool bottleneck)
    {
        if (!bottleneck)
        {
            Add(device, random, inputs, depth, sigmoid: false);
            Add(device, random, depth, depth, sigmoid: true);
            return;
        }

        for (int width = inputs; width > depth || layers.Count == 0;)
        {
            int next = Math.Max(depth, width / 2);
            Add(device, random, width, next, sigmoid: false);
            Add(device, random, next, next, sigmoid: next == depth);
            width = next;
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach ((Conv2d convolution, bool sigmoid) in layers)
        {
            x = convolution.Forward(x);
            x = sigmoid ? x.Sigmoid() : x.ReLU();
        }

        return x;
    }

    /// <summary>Scales the weights of the last convolution, so that the sigmoid does not begin saturated.</summary>
    public void ScaleOutput(float factor)
    {
        Parameter weight = layers[^1].Convolution.Weight;
        weight.Set([.. weight.ToArray().Select(value => value * factor)]);
    }

    // Keys count activations too, as a torch Sequential does.
    private void Add(Device device, Philox random, int inputs, int outputs, bool sigmoid)
    {
        string name = (2 * layers.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        layers.Add((Register(name, new Conv2d(device, random, inputs, outputs, kernel: 1)), sigmoid));
    }
}
