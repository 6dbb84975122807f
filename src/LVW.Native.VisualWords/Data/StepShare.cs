namespace LVW.Native.VisualWords.Data;

/// <summary>What a batch is of a training step whose pictures several processes share.</summary>
/// <param name="First">Position of the batch's first picture in the step.</param>
/// <param name="Count">Pictures of the batch that count: none where there are fewer pictures than processes and the batch only fills in.</param>
/// <param name="Labels">The classes of all pictures of the step.</param>
public readonly record struct StepShare(int First, int Count, int[] Labels)
{
    /// <summary>The batch's part of a mean over the step.</summary>
    public double Weight => Labels.Length == 0 ? 0 : Count / (double)Labels.Length;
}
