namespace LVW.Native.Engine.Optimizers;

/// <summary>Multiplies the learning rate by a factor at regular intervals.</summary>
/// <param name="Every">Steps between two decays, at least 1.</param>
/// <param name="Factor">What each decay multiplies by.</param>
public readonly record struct StepDecay(long Every, double Factor)
{
    /// <summary>The factor for a step, counted from 0.</summary>
    public double At(long step) => Math.Pow(Factor, step / Every);
}
