namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How the probes are measured that run the network on changed pictures: removal with imputation, misalignment, stability, pictures in pieces.</summary>
public sealed record ProbeOptions
{
    /// <summary>Pictures, evenly over the set; 0 takes all.</summary>
    public int Pictures { get; init; } = 32;

    /// <summary>The chosen pictures of a set.</summary>
    /// <param name="pictures">Pictures in the set.</param>
    public IReadOnlyList<int> Choose(int pictures)
    {
        int count = Pictures == 0 ? pictures : Math.Min(Pictures, pictures);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * pictures / count))];
    }
}
