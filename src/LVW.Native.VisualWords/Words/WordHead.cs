using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// From backbone features to logits by way of visual words: add-on layers, distances to words, similarity at the nearest place, last layer.
/// </summary>
public sealed class WordHead : Module
{
    private readonly AddOnLayers addOn;
    private readonly Parameter featureScale;

    /// <summary>Creates a head; words at random in word space, the last layer +1 for a word's nominal class ⌊j / (P / C)⌋ and −0.5 elsewhere.</summary>
    public WordHead(Device device, Philox random, WordHeadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        addOn = Register("addon", new AddOnLayers(device, random, options.FeatureChannels, options.Depth, options.AddOn));
        Words = Register("words", new Parameter(device, [options.Words, options.Depth]));
        Words.Set(addOn.RandomPoints(random, options.Words, options.Depth));
        Last = Register("last", new Parameter(device, [options.Classes, options.Words]));
        Last.Set(NominalWeights(options));
        featureScale = RegisterBuffer("feature_scale", new Parameter(device, [1]));
        FeatureScale = 1;
    }

    /// <summary>Sizes and constants.</summary>
    public WordHeadOptions Options { get; }

    /// <summary>p, the visual words, [P, D].</summary>
    public Parameter Words { get; }

    /// <summary>W, the last layer, [C, P].</summary>
    public Parameter Last { get; }

    /// <summary>The layers before the words.</summary>
    public AddOnLayers AddOn => addOn;

    /// <summary>A fixed factor of the features, 1 / rms; unscaled features would start a sigmoid saturated.</summary>
    public float FeatureScale
    {
        get => featureScale.ToArray()[0];
        set => featureScale.Set([value]);
    }

    /// <summary>z, the features in word space, [N, h, w, D].</summary>
    /// <param name="features">[N, h, w, C].</param>
    public Tensor Embed(Tensor features) => addOn.Forward(features.Multiply(featureScale.In(features.Step)));

    /// <summary>Everything between word space and logits.</summary>
    /// <param name="embedding">z, [N, h, w, D].</param>
    /// <param name="maps">Whether every distance is wanted; the smallest alone need less memory and time, and are the same.</param>
    public WordOutput Read(Tensor embedding, bool maps = true)
    {
        Shape shape = embedding.Shape;
        Tensor words = Words.In(embedding.Step);
        Tensor distances = maps ? embedding.SquaredDistance(words) : default;
        (Tensor scores, IndexTensor cells) = maps
            ? distances.Reshape([shape[0], shape[1] * shape[2], Options.Words]).MinWithIndices(1)
            : embedding.MinSquaredDistance(words);
        Tensor similarities = scores.LogSimilarity(Options.Epsilon);
        Tensor logits = similarities.MatMul(Last.In(embedding.Step), transposeB: true);
        return new WordOutput(embedding, distances, scores, cells, similarities, logits);
    }

    /// <summary>The similarity of every word at every place, [N, h, w, P].</summary>
    /// <exception cref="InvalidOperationException">The output was read without maps.</exception>
    public Tensor SimilarityMaps(WordOutput output)
        => output.Distances.IsEmpty
            ? throw new InvalidOperationException("WordHead: the output holds no distances, so there are no maps. Call Read with maps: true.")
            : output.Distances.LogSimilarity(Options.Epsilon);

    /// <summary>The logits for features [N, h, w, C].</summary>
    public override Tensor Forward(Tensor x) => Read(Embed(x), maps: false).Logits;

    private static float[] NominalWeights(WordHeadOptions options)
    {
        float[] weights = new float[options.Classes * options.Words];
        for (int c = 0; c < options.Classes; c++)
        {
            for (int j = 0; j < options.Words; j++) weights[(c * options.Words) + j] = NominalClass.Of(j, options.Words, options.Classes) == c ? 1f : -0.5f;
        }

        return weights;
    }
}
