namespace LVW.Native.VisualWords.Words;

/// <summary>The layers between a backbone's features and word space.</summary>
public enum AddOnKind
{
    /// <summary>Two convolutions, C to D with ReLU and D to D with sigmoid: the method's own.</summary>
    Regular,

    /// <summary>Pairs of convolutions that halve the channels, never below D, until D is reached; ReLU, the last sigmoid.</summary>
    Bottleneck,

    /// <summary>
    /// One convolution without bias, C to D, whose outputs are brought to length 1; a word that is a patch has that length too, and |z − p|² = 2 − 2·cos. A place
    /// without any feature stays 0, at distance 1 from such words.
    /// </summary>
    Linear,
}
