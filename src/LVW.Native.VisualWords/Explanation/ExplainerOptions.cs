namespace LVW.Native.VisualWords.Explanation;

/// <summary>How much of a decision is shown.</summary>
public sealed record ExplainerOptions
{
    /// <summary>Words listed by contribution; the others are summed.</summary>
    public int Words { get; init; } = 5;

    /// <summary>K, words of the nearest view and of the words' attention.</summary>
    public int NearestWords { get; init; } = 10;

    /// <summary>Most probable classes listed.</summary>
    public int TopClasses { get; init; } = 3;

    /// <summary>The resampling rule of maps; false: half-pixel centres.</summary>
    public bool AlignCorners { get; init; }
}
