namespace LVW.Native.VisualWords.Planning;

/// <summary>What is predicted for a number of ranks.</summary>
/// <param name="Ranks">Ranks.</param>
/// <param name="Machines">Machines that they run on.</param>
/// <param name="Share">Pictures of the batch on the busiest rank.</param>
/// <param name="ComputeSeconds">Forward, backward and optimiser.</param>
/// <param name="InputSeconds">What waiting for pictures, or giving them cores, adds.</param>
/// <param name="NetworkSeconds">What adding up gradients and statistics adds, beyond what the backward pass hides.</param>
/// <param name="AllReduceSeconds">The whole of that adding up, hidden or not.</param>
/// <param name="PicturesPerSecond">Pictures of all ranks.</param>
/// <param name="EpochSeconds">A pass over the training pictures, without validation.</param>
/// <param name="Efficiency">Speed against that of one rank times the devices in use, or for processors times the machines.</param>
/// <param name="Limit">What costs most.</param>
public sealed record ScalingPoint(
    int Ranks,
    int Machines,
    double Share,
    double ComputeSeconds,
    double InputSeconds,
    double NetworkSeconds,
    double AllReduceSeconds,
    double PicturesPerSecond,
    double EpochSeconds,
    double Efficiency,
    ScalingLimit Limit)
{
    /// <summary>A step.</summary>
    public double StepSeconds => ComputeSeconds + InputSeconds + NetworkSeconds;

    /// <summary>Share of a step in which a rank waits for the network.</summary>
    public double NetworkShare => NetworkSeconds / StepSeconds;
}
