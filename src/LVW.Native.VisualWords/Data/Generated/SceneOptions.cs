namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>What a generator of scenes is asked for.</summary>
public readonly record struct SceneOptions
{
    /// <summary>Options with seed 1, 96×96 pixels, full clutter, a little noise and a borrowed part in one picture of eight.</summary>
    public SceneOptions()
    {
    }

    /// <summary>Chooses among the worlds of pictures.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Width and height in pixels, 48 to 1024.</summary>
    public int Side { get; init; } = 96;

    /// <summary>Share of the distracting things around the creature that are drawn, 0 to 1.</summary>
    public double Clutter { get; init; } = 1;

    /// <summary>Probability that one of the four parts is of another kind than the class prescribes, 0 to 1.</summary>
    /// <remarks>The class remains certain: each of the 81 combinations differs in at most one part from exactly one class.</remarks>
    public double Borrowed { get; init; } = 0.125;

    /// <summary>Standard deviation of the pixel noise in grey levels, 0 to 32.</summary>
    public double Noise { get; init; } = 4;
}
