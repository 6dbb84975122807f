namespace LVW.Native.VisualWords.Planning;

/// <summary>What keeps more ranks from being faster.</summary>
public enum ScalingLimit
{
    /// <summary>Nothing but arithmetic: at least 95 % of the ranks is used.</summary>
    Compute,

    /// <summary>Adding up gradients and statistics that no arithmetic hides.</summary>
    Network,

    /// <summary>A rank's share of the batch is so small that what a step takes in any case outweighs it.</summary>
    BatchShare,

    /// <summary>Reading and varying pictures.</summary>
    Input,

    /// <summary>Ranks of one machine that share its cores and memory.</summary>
    SharedMachine,
}
