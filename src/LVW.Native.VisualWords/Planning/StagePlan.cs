namespace LVW.Native.VisualWords.Planning;

/// <summary>What is predicted for a stage.</summary>
/// <param name="Cost">What was measured of it.</param>
/// <param name="Planned">The prediction for the planned ranks.</param>
/// <param name="Rows">Predictions for other numbers of ranks.</param>
/// <param name="Below80">Where less than 80 % of the ranks is used first; null if nowhere.</param>
/// <param name="Below50">The same for 50 %.</param>
public sealed record StagePlan(StageCost Cost, ScalingPoint Planned, IReadOnlyList<ScalingPoint> Rows, ScalingPoint? Below80, ScalingPoint? Below50)
{
    /// <summary>Seconds of all its epochs, without validation.</summary>
    public double Seconds => Cost.Epochs * Planned.EpochSeconds;
}
