using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Planning;

/// <summary>What is asked of a plan.</summary>
public sealed record PlanRequest
{
    /// <summary>The run's settings; their batch is that of all ranks together.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>The data.</summary>
    public required DataSplits Splits { get; init; }

    /// <summary>How pixels become input.</summary>
    public required PixelNormalization Normalization { get; init; }

    /// <summary>Side of the input in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The device of a rank that has this machine for itself.</summary>
    public required Device Device { get; init; }

    /// <summary>Machines like this one.</summary>
    public int Machines { get; init; } = 1;

    /// <summary>Ranks on each.</summary>
    public int RanksPerMachine { get; init; } = 1;

    /// <summary>Whether each rank has a GPU for itself.</summary>
    public bool RanksHaveGpus { get; init; }

    /// <summary>Ceilings of GPUs that are not here; null where <see cref="Device"/> is what ranks will have.</summary>
    public DeviceCeilings? OtherDevice { get; init; }

    /// <summary>What connects ranks of a machine, if it was told or measured; otherwise a bound by its memory.</summary>
    public NetworkCeiling? Within { get; init; }

    /// <summary>What connects machines, if it was told or measured; otherwise what connects ranks of one.</summary>
    public NetworkCeiling? Between { get; init; }

    /// <summary>Seconds of an empty message where nothing else is known.</summary>
    public double AssumedLatencySeconds { get; init; } = 20e-6;

    /// <summary>Timed steps of each kind.</summary>
    public int Steps { get; init; } = 5;
}
