using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.VisualWords.Planning;

/// <summary>A prediction of a run on several ranks.</summary>
public sealed record Plan
{
    /// <summary>The device that was measured.</summary>
    public required string Device { get; init; }

    /// <summary>Where the time of a step comes from.</summary>
    public required Origin Compute { get; init; }

    /// <summary>What the measured device can do at most.</summary>
    public required DeviceCeilings Ceilings { get; init; }

    /// <summary>Machines.</summary>
    public required int Machines { get; init; }

    /// <summary>Ranks on each.</summary>
    public required int RanksPerMachine { get; init; }

    /// <summary>Threads that compute on each rank of a full machine.</summary>
    public required int ThreadsPerRank { get; init; }

    /// <summary>Pictures in a step of all ranks.</summary>
    public required int Batch { get; init; }

    /// <summary>Pictures of the busiest rank.</summary>
    public required int Share { get; init; }

    /// <summary>Training pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>What reading and varying pictures takes.</summary>
    public required InputCost Input { get; init; }

    /// <summary>What connects ranks of one machine.</summary>
    public required NetworkCeiling Within { get; init; }

    /// <summary>What connects machines.</summary>
    public required NetworkCeiling Between { get; init; }

    /// <summary>What a rank needs.</summary>
    public required MemoryPlan Memory { get; init; }

    /// <summary>The stages, in order.</summary>
    public required IReadOnlyList<StagePlan> Stages { get; init; }

    /// <summary>All ranks.</summary>
    public int Ranks => Machines * RanksPerMachine;

    /// <summary>Seconds of all stages.</summary>
    public double Seconds => Stages.Sum(stage => stage.Seconds);

    /// <summary>The stage that takes most of it.</summary>
    public StagePlan Heaviest => Stages.MaxBy(stage => stage.Seconds)!;
}
