namespace LVW.Native.VisualWords.Words;

/// <summary>The sizes and constants of a <see cref="WordHead"/>.</summary>
public sealed record WordHeadOptions
{
    /// <summary>C, channels of the backbone's features.</summary>
    public required int FeatureChannels { get; init; }

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>P, number of words.</summary>
    public required int Words { get; init; }

    /// <summary>D, depth of a word.</summary>
    public int Depth { get; init; } = 128;

    /// <summary>The layers before the words.</summary>
    public AddOnKind AddOn { get; init; }

    /// <summary>ε, the similarity floor.</summary>
    public float Epsilon { get; init; } = 1e-4f;
}
