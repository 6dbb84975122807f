using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>The base model that the words explain: backbone, average over all places, dropout, linear layer.</summary>
public sealed class BaseClassifier : Module
{
    private readonly double dropout;

    /// <summary>Creates the classifier on a backbone.</summary>
    /// <param name="backbone">The convolutional network.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Probability of dropping a feature in training.</param>
    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    public BaseClassifier(Backbone backbone, int classes, double dropout, Device device, Philox random)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        this.dropout = dropout;
        Backbone = Register("backbone", backbone);
        Classifier = Register("classifier", new Linear(device, random, backbone.FeatureChannels, classes));
    }

    /// <summary>The convolutional network.</summary>
    public Backbone Backbone { get; }

    /// <summary>The linear layer.</summary>
    public Linear Classifier { get; }

    /// <summary>Logits for pictures, without dropout.</summary>
    public override Tensor Forward(Tensor x) => Classify(Backbone.Forward(x));

    /// <summary>Logits for pictures, with features dropped as in training.</summary>
    /// <param name="x">[N, S, S, 3].</param>
    /// <param name="random">Where the dropped features are drawn from.</param>
    public Tensor Forward(Tensor x, Philox random)
    {
        Tensor pooled = Backbone.Forward(x).GlobalAveragePool2d();
        return Classifier.Forward(dropout > 0 ? pooled.Dropout((float)dropout, random) : pooled);
    }

    /// <summary>Logits for features [N, h, w, C].</summary>
    public Tensor Classify(Tensor features) => Classifier.Forward(features.GlobalAveragePool2d());
}
