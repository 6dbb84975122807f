namespace LVW.Native.VisualWords.Data;

/// <summary>Pictures that go through the network together.</summary>
/// <param name="Pixels">[count, side, side, 3], normalised; may be longer than the batch needs.</param>
/// <param name="Side">Side of the input in pixels.</param>
/// <param name="Labels">Class of each picture.</param>
/// <param name="Indices">Position of each picture in its set.</param>
/// <param name="Views">The view of each picture.</param>
public sealed record Batch(float[] Pixels, int Side, int[] Labels, int[] Indices, PictureView[] Views)
{
    /// <summary>Number of pictures.</summary>
    public int Count => Labels.Length;

    /// <summary>What the batch is of its step: all of it, unless several processes share the step.</summary>
    public StepShare Share { get; init; } = new(0, Labels.Length, Labels);

    /// <summary>The values of all pictures, without the spare room behind them.</summary>
    public ReadOnlySpan<float> Values => Pixels.AsSpan(0, Count * Side * Side * 3);
}
