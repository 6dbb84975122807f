namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The words and the layers around them.</summary>
public sealed record WordSettings
{
    /// <summary>P / C, words for each class.</summary>
    public int PerClass { get; init; } = 5;

    /// <summary>D, depth of a word.</summary>
    public int Depth { get; init; } = 128;

    /// <summary>
    /// Whether words serve all classes. Otherwise word j belongs to class ⌊j / (P / C)⌋: the cluster term, the coverage and the projection see the pictures
    /// of its class alone, and L_1 the weights to other classes.
    /// </summary>
    public bool Shared { get; init; } = true;

    /// <summary>
    /// The add-on layers: <c>regular</c> or <c>bottleneck</c>, as published, or <c>linear</c>: one convolution that begins with the features' leading
    /// directions (not centred), and length 1; words are then no deeper than the features have channels.
    /// </summary>
    public string AddOn { get; init; } = "regular";

    /// <summary>ε, the similarity floor.</summary>
    public double Epsilon { get; init; } = 1e-4;

    /// <summary>Whether features are scaled by a fixed 1 / rms before the add-on layers.</summary>
    public bool ScaleFeatures { get; init; } = true;

    /// <summary>Factor of the initial weights of the last add-on convolution; at 1 the sigmoid begins saturated. Linear layers have none.</summary>
    public double OutputScale { get; init; } = 0.1;

    /// <summary>How words start: <c>patches</c> (distinct real patches) or <c>uniform</c> in word space.</summary>
    public string Initialization { get; init; } = "patches";

    /// <summary>Whether the words start from the fine-tuned base model; otherwise from the pretrained weights.</summary>
    public bool StartFromBase { get; init; } = true;
}
