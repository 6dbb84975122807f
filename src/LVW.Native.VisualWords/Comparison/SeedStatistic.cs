namespace LVW.Native.VisualWords.Comparison;

/// <summary>A figure over the seeds of a method.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The sample deviation, √(Σ(x − mean)² / (n − 1)); null with one seed.</param>
/// <param name="Seeds">n, seeds that have the figure.</param>
public sealed record SeedStatistic(double Mean, double? Deviation, int Seeds)
{
    /// <summary>The statistic of values; null where there are none.</summary>
    public static SeedStatistic? Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) return null;
        double mean = values.Average();
        return new SeedStatistic(mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), values.Count);
    }
}
