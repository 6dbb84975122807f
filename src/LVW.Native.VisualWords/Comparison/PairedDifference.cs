namespace LVW.Native.VisualWords.Comparison;

/// <summary>
/// How a method's figure differs from another's, seed by seed: runs of a seed share base model, data order and views, so that what they have in common falls out.
/// </summary>
/// <param name="Mean">Mean of the differences.</param>
/// <param name="Deviation">Their sample deviation; null with one seed.</param>
/// <param name="Seeds">Seeds in which both have the figure.</param>
public sealed record PairedDifference(double Mean, double? Deviation, int Seeds)
{
    /// <summary>What <see cref="Marked"/> means, in words.</summary>
    public const string MarkMeaning =
        "A difference is marked (*) where its mean over the seeds, without its sign, is larger than its sample deviation over the seeds: the seeds agree more than they "
        + "differ. This is no test of significance: if nothing differs and figures are normally distributed, 39 % are marked all the same with two seeds, 23 % with three and "
        + "9 % with five. With one seed nothing is marked.";

    /// <summary>Whether the mean without its sign is larger than the deviation; never with one seed.</summary>
    public bool Marked => Deviation is { } deviation && Math.Abs(Mean) > deviation;

    /// <summary>The differences of a method's values from another's, both by seed; null where no seed has both.</summary>
    /// <param name="values">The method's values.</param>
    /// <param name="against">The other's.</param>
    public static PairedDifference? Of(IReadOnlyDictionary<ulong, double> values, IReadOnlyDictionary<ulong, double> against)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(against);
        double[] differences = [.. values.Where(entry => against.ContainsKey(entry.Key)).OrderBy(entry => entry.Key).Select(entry => entry.Value - against[entry.Key])];
        return SeedStatistic.Of(differences) is { } statistic ? new PairedDifference(statistic.Mean, statistic.Deviation, statistic.Seeds) : null;
    }
}
