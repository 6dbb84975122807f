namespace LVW.Native.Engine.Optimizers;

/// <summary>Scales learning rates over a run whose length is known.</summary>
/// <param name="TotalSteps">Steps in the run, at least 1.</param>
/// <param name="WarmupSteps">Steps over which the factor rises linearly from near 0 to 1.</param>
/// <param name="Final">The factor that the cosine reaches at the end; 1 keeps the rate constant.</param>
public readonly record struct LearningRateSchedule(long TotalSteps, long WarmupSteps = 0, double Final = 1)
{
    /// <summary>A constant rate.</summary>
    public static LearningRateSchedule Constant => new(1);

    /// <summary>A half cosine from 1 to <paramref name="final"/>, after a linear warm-up.</summary>
    public static LearningRateSchedule Cosine(long totalSteps, long warmupSteps = 0, double final = 0) => new(totalSteps, warmupSteps, final);

    /// <summary>The factor for a step, counted from 0.</summary>
    public double At(long step)
    {
        if (step < WarmupSteps) return (step + 1.0) / (WarmupSteps + 1.0);
        double progress = Math.Clamp((step - WarmupSteps) / (double)Math.Max(1, TotalSteps - WarmupSteps), 0, 1);
        return Final + ((1 - Final) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
