using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>What the runs of a comparison come to: every figure of every method over the seeds, and its difference from one method's.</summary>
public sealed class ComparisonTable
{
    private readonly ILookup<string, ComparisonRun> byMethod;

    /// <summary>Makes a table of the runs that have finished.</summary>
    /// <param name="methods">The methods, in the order of the rows.</param>
    /// <param name="seeds">The seeds that the comparison is to have.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="against">The method that others are held against; it need not be among <paramref name="methods"/>, but has its runs.</param>
    public ComparisonTable(IReadOnlyList<TrainingMethod> methods, IReadOnlyList<ulong> seeds, IReadOnlyList<ComparisonRun> runs, TrainingMethod against)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(runs);
        (Methods, Seeds, Runs, Against) = (methods, seeds, runs, against);
        byMethod = runs.ToLookup(run => run.Method);
        Figures = [.. ComparisonFigures.All.Where(figure => runs.Any(run => figure.Of(run.Metrics) is not null))];
    }

    /// <summary>The methods, in the order of the rows.</summary>
    public IReadOnlyList<TrainingMethod> Methods { get; }

    /// <summary>The seeds that the comparison is to have.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The runs that have finished.</summary>
    public IReadOnlyList<ComparisonRun> Runs { get; }

    /// <summary>The method that others are held against.</summary>
    public TrainingMethod Against { get; }

    /// <summary>The columns that some run has a figure for.</summary>
    public IReadOnlyList<ComparisonFigure> Figures { get; }

    /// <summary>Runs that are still to come.</summary>
    public int Missing => (Methods.Count * Seeds.Count) - Methods.Sum(method => byMethod[method.Name].Count());

    /// <summary>The seeds of a method whose runs have finished.</summary>
    public IReadOnlyList<ComparisonRun> RunsOf(TrainingMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return [.. byMethod[method.Name].OrderBy(run => run.Seed)];
    }

    /// <summary>A method's figure over the seeds; null where it lacks it.</summary>
    public SeedStatistic? Statistic(TrainingMethod method, ComparisonFigure figure) => SeedStatistic.Of([.. Values(method, figure).OrderBy(entry => entry.Key).Select(entry => entry.Value)]);

    /// <summary>How a method's figure differs from that of <see cref="Against"/>, seed by seed; null where one of them lacks it.</summary>
    public PairedDifference? Difference(TrainingMethod method, ComparisonFigure figure) => PairedDifference.Of(Values(method, figure), Values(Against, figure));

    /// <summary>What a figure is to be held against: means over the runs that have it. Methods differ in them a little at most: where they see pictures otherwise, and in the agreement by chance, which is that of their own answers.</summary>
    public IReadOnlyList<(string Name, double Value)> Yardsticks(ComparisonFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return
        [
            .. figure.Yardsticks
                .Select(yardstick => (yardstick.Name, Values: Runs.Select(run => yardstick.Of(run.Metrics)).OfType<double>().ToArray()))
                .Where(entry => entry.Values.Length > 0)
                .Select(entry => (entry.Name, entry.Values.Average())),
        ];
    }

    private Dictionary<ulong, double> Values(TrainingMethod method, ComparisonFigure figure)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(figure);
        var values = new Dictionary<ulong, double>();
        foreach (ComparisonRun run in byMethod[method.Name])
        {
            if (figure.Of(run.Metrics) is { } value) values[run.Seed] = value;
        }

        return values;
    }
}
