namespace LVW.Native.VisualWords.Losses;

/// <summary>Pearson's correlation of a picture's maps, and what its gradient is made of: dL/dA = <see cref="OfMap"/> · a + <see cref="OfTarget"/> · g.</summary>
internal readonly struct CorrelationSlope
{
    /// <summary>From the centred moments.</summary>
    /// <param name="mapVariance">Mean of a².</param>
    /// <param name="targetVariance">Mean of g².</param>
    /// <param name="covariance">Mean of a·g.</param>
    /// <param name="delta">δ, joins each deviation in quadrature.</param>
    /// <param name="terms">N·H·W.</param>
    public CorrelationSlope(double mapVariance, double targetVariance, double covariance, double delta, double terms)
    {
        double squareOfMap = mapVariance + (delta * delta);
        double both = Math.Sqrt(squareOfMap * (targetVariance + (delta * delta)));
        Correlation = covariance / both;
        OfMap = (float)(Correlation / (squareOfMap * terms));
        OfTarget = (float)(-1 / (both * terms));
    }

    /// <summary>ρ.</summary>
    public readonly double Correlation;

    /// <summary>ρ / (N·H·W·σ_A²).</summary>
    public readonly float OfMap;

    /// <summary>−1 / (N·H·W·σ_A·σ_G).</summary>
    public readonly float OfTarget;
}
