namespace LVW.Native.VisualWords.Planning;

/// <summary>What a training step takes on one rank: fixed + per picture · n.</summary>
/// <param name="FixedSeconds">Seconds whatever the number of pictures: the optimiser, starts of kernels and threads.</param>
/// <param name="SecondsPerPicture">Seconds for each picture of the rank's share.</param>
public readonly record struct StepCost(double FixedSeconds, double SecondsPerPicture)
{
    /// <summary>Seconds of a step on a share of the batch.</summary>
    public double At(double pictures) => FixedSeconds + (SecondsPerPicture * pictures);

    /// <summary>The line through two measured steps; neither part is negative, and where one would be, the step with more pictures decides alone.</summary>
    /// <param name="few">Pictures of one step.</param>
    /// <param name="fewSeconds">What it took.</param>
    /// <param name="many">Pictures of the other, at least as many.</param>
    /// <param name="manySeconds">What that took.</param>
    public static StepCost Through(int few, double fewSeconds, int many, double manySeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(few, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(many, few);
        if (many == few) return new StepCost(0, manySeconds / many);
        double slope = (manySeconds - fewSeconds) / (many - few);
        if (slope <= 0) return new StepCost(manySeconds, 0);
        double rest = manySeconds - (slope * many);
        return rest < 0 ? new StepCost(0, manySeconds / many) : new StepCost(rest, slope);
    }
}
