namespace LVW.Native.Engine.Ops.Losses;

/// <summary>What a row loss keeps of one row; each formula fills what its derivatives read.</summary>
public readonly record struct RowStatistics
{
    /// <summary>The loss of the row.</summary>
    public float Loss { get; init; }

    /// <summary>The largest logit.</summary>
    public float Max { get; init; }

    /// <summary>Logarithm of the sum of exponentials of the logits, measured from the largest.</summary>
    public float LogSum { get; init; }

    /// <summary>Sum of the targets.</summary>
    public float TargetSum { get; init; }

    /// <summary>The largest target.</summary>
    public float TargetMax { get; init; }

    /// <summary>Logarithm of the sum of exponentials of the targets, measured from the largest.</summary>
    public float TargetLogSum { get; init; }
}
