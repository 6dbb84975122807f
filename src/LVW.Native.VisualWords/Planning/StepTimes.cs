namespace LVW.Native.VisualWords.Planning;

/// <summary>Where the time of a step went, in seconds.</summary>
internal readonly record struct StepTimes(double Forward, double Backward, double Optimizer)
{
    public double Total => Forward + Backward + Optimizer;
}
