using System.Globalization;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// 1×1 convolutions that carry backbone features [N, h, w, C] to word space [N, h, w, D]. That is the cube (0, 1)^D after a sigmoid, and the unit sphere
/// after <see cref="AddOnKind.Linear"/> layers.
/// </summary>
public sealed class AddOnLayers : Module
{
    private readonly List<(Conv2d Convolution, Func<Tensor, Tensor> Activation)> layers = [];

    /// <summary>Creates the layers; Kaiming-normal by fan-out, biases, where there are any, 0.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">C, channels of the backbone's features.</param>
    /// <param name="depth">D, depth of a word.</param>
    /// <param name="kind">Which layers.</param>
    public AddOnLayers(Device device, Philox random, int inputs, int depth, AddOnKind kind)
    {
        Kind = kind;
        switch (kind)
        {
            case AddOnKind.Regular:
                Add(device, random, inputs, depth, x => x.ReLU());
                Add(device, random, depth, depth, x => x.Sigmoid());
                break;
            case AddOnKind.Bottleneck:
                for (int width = inputs; width > depth || layers.Count == 0;)
                {
                    int next = Math.Max(depth, width / 2);
                    Add(device, random, width, next, x => x.ReLU());
                    Add(device, random, next, next, next == depth ? x => x.Sigmoid() : x => x.ReLU());
                    width = next;
                }

                break;
            case AddOnKind.Linear:
                Add(device, random, inputs, depth, x => x.UnitLength(), bias: false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), $"AddOnLayers: there is no kind {kind}. Choose regular, bottleneck or linear.");
        }
    }

    /// <summary>Which layers these are.</summary>
    public AddOnKind Kind { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach ((Conv2d convolution, Func<Tensor, Tensor> activation) in layers) x = activation(convolution.Forward(x));
        return x;
    }

    /// <summary>Scales the weights of the last convolution, so that a sigmoid does not begin saturated.</summary>
    public void ScaleOutput(float factor)
    {
        Parameter weight = layers[^1].Convolution.Weight;
        weight.Set([.. weight.ToArray().Select(value => value * factor)]);
    }

    /// <summary>Lets the one convolution of linear layers begin with given directions.</summary>
    /// <param name="directions">[D, C], row by row.</param>
    /// <exception cref="InvalidOperationException">These are layers of another kind.</exception>
    public void SetDirections(ReadOnlySpan<float> directions)
    {
        if (Kind != AddOnKind.Linear) throw new InvalidOperationException($"AddOnLayers: {Kind} layers have no directions. Create them with AddOnKind.Linear.");
        layers[0].Convolution.Weight.Set(directions);
    }

    /// <summary>Random points of word space: uniform in the cube, or on the sphere.</summary>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="count">How many.</param>
    /// <param name="depth">D.</param>
    internal float[] RandomPoints(Philox random, int count, int depth)
    {
        float[] points = new float[count * depth];
        if (Kind != AddOnKind.Linear)
        {
            random.FillUniform(points);
            return points;
        }

        random.FillNormal(points);
        for (int j = 0; j < count; j++)
        {
            Span<float> point = points.AsSpan(j * depth, depth);
            double squares = 0;
            foreach (float value in point) squares += (double)value * value;
            double length = Math.Sqrt(squares);
            foreach (ref float value in point) value = (float)(value / length);
        }

        return points;
    }

    // Keys count activations too, as a torch Sequential does.
    private void Add(Device device, Philox random, int inputs, int outputs, Func<Tensor, Tensor> activation, bool bias = true)
    {
        string name = (2 * layers.Count).ToString(CultureInfo.InvariantCulture);
        layers.Add((Register(name, new Conv2d(device, random, inputs, outputs, kernel: 1, bias: bias)), activation));
    }
}
