namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How deletion and insertion curves are measured.</summary>
public sealed record PerturbationOptions
{
    /// <summary>Pictures, evenly over the set; 0 takes all.</summary>
    public int Pictures { get; init; }

    /// <summary>Points of a curve, both ends included; at least 2.</summary>
    public int Steps { get; init; } = 32;

    /// <summary>Frames that go through the network together.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Standard deviation of the blur that insertion starts from, as a share of the picture's side; RISE's is 5 of 224 pixels.</summary>
    public double Blur { get; init; } = 5 / 224.0;

    /// <summary>Whether the same curves are measured for the same maps with their cells shuffled too; doubles the work.</summary>
    public bool ShuffledMaps { get; init; } = true;

    /// <summary>The seed of the shuffled maps.</summary>
    public ulong Seed { get; init; } = 1;
}
