using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.VisualWords.Attention;

/// <summary>A batch that an <see cref="IAttentionMethod"/> is asked about: features, what comes after them, and the classes.</summary>
public sealed record AttentionSubject
{
    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>A, the features at which attention is measured, [N, h, w, C], row by row.</summary>
    public required ReadOnlyMemory<float> Features { get; init; }

    /// <summary>N, h, w, C.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Features to logits [N, classes]. Parameters in it that require a gradient receive one.</summary>
    public required Func<Tensor, Tensor> Head { get; init; }

    /// <summary>The class whose evidence is asked for, for each picture.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The pictures, [N, S, S, 3]; only methods that run the network again need them.</summary>
    public ReadOnlyMemory<float> Pictures { get; init; }

    /// <summary>S, side of a picture in pixels.</summary>
    public int Side { get; init; }

    /// <summary>Pictures to features; needed where <see cref="Pictures"/> are.</summary>
    public Func<Tensor, Tensor>? Network { get; init; }

    /// <summary>h · w.</summary>
    internal int Cells => Shape[1] * Shape[2];

    /// <summary>A base model, whose weights take part as constants: none of its parameters receives a gradient.</summary>
    /// <param name="model">The base model, in evaluation mode.</param>
    /// <param name="pictures">[N, S, S, 3].</param>
    /// <param name="features">What its backbone makes of them.</param>
    /// <param name="targets">The class whose evidence is asked for, for each picture.</param>
    public static AttentionSubject Of(BaseClassifier model, Tensor pictures, Tensor features, int[] targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        float[] weight = model.Classifier.Weight.ToArray();
        Shape shape = model.Classifier.Weight.Shape;
        float[]? bias = model.Classifier.Bias?.ToArray();
        return new AttentionSubject
        {
            Device = features.Step.Device,
            Features = features.ToArray(),
            Shape = features.Shape,
            Targets = targets,
            Pictures = pictures.ToArray(),
            Side = pictures.Shape[1],
            Network = model.Backbone.Forward,
            Head = x => bias is null
                ? x.GlobalAveragePool2d().Linear(x.Step.Input(weight, shape))
                : x.GlobalAveragePool2d().Linear(x.Step.Input(weight, shape), x.Step.Input(bias, [bias.Length])),
        };
    }
}
