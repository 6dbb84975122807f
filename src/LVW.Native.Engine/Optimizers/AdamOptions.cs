namespace LVW.Native.Engine.Optimizers;

/// <summary>Adam's constants.</summary>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the denominator.</param>
/// <param name="DecoupledDecay">False: decay is added to the gradient (Adam with L2); true: subtracted from the weight (AdamW).</param>
public readonly record struct AdamOptions(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, bool DecoupledDecay = false)
{
    /// <summary>0.9, 0.999, 1e-8, L2 decay.</summary>
    public AdamOptions()
        : this(0.9)
    {
    }
}
