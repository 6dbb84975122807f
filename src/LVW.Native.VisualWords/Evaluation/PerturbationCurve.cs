namespace LVW.Native.VisualWords.Evaluation;

/// <summary>A mean probability over the share of changed pixels.</summary>
/// <param name="Fractions">Shares of changed pixels, 0 to 1 in equal steps.</param>
/// <param name="Probabilities">Mean probability at each share.</param>
public sealed record PerturbationCurve(double[] Fractions, double[] Probabilities)
{
    /// <summary>Area under the curve by the trapezoid rule, 0 to 1.</summary>
    public double Auc => (Probabilities.Sum() - ((Probabilities[0] + Probabilities[^1]) / 2)) / (Probabilities.Length - 1);
}
