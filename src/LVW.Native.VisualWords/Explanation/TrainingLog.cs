using System.Text.Json;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Reads a run's training log (one JSON object a line) and draws its curves.</summary>
public static class TrainingLog
{
    private const string BaseStage = "base";

    /// <summary>The entries of a log; lines that were cut short by an interrupted run, and those of other kinds, are passed over.</summary>
    public static IReadOnlyList<EpochRecord> Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var entries = new List<EpochRecord>();
        foreach (string line in lines)
        {
            try
            {
                if (!string.IsNullOrWhiteSpace(line) && EpochRecord.FromJson(line) is { Stage: not null } entry) entries.Add(entry);
            }
            catch (JsonException)
            {
                // The last line of a run that was killed may end anywhere.
            }
        }

        return entries;
    }

    /// <summary>Loss by terms and accuracy by epoch; the base model's epochs come first, then those of the words, phase by phase.</summary>
    public static IReadOnlyList<ReportChart> Charts(IReadOnlyList<EpochRecord> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<Point> points = Epochs(entries);
        if (points.Count == 0) return [];
        List<Point> words = [.. points.Where(point => point.Stage != BaseStage)];
        List<Point> model = [.. points.Where(point => point.Stage == BaseStage)];
        ReportPhase[] phases = [.. points.DistinctBy(point => point.Stage).Select(point => new ReportPhase(point.Stage, point.X - 1))];
        var charts = new List<ReportChart>();
        List<ReportSeries> losses =
        [
            .. Series("base", model, point => point.Loss, ReportSeriesRole.Base),
            .. Series("words", words, point => point.Loss, ReportSeriesRole.Words),
            .. words.SelectMany(point => point.Terms.Keys).Distinct().SelectMany(term => Series(term, words, point => point.Terms.TryGetValue(term, out double value) ? value : null)),
        ];
        if (losses.Count > 0)
        {
            charts.Add(new ReportChart { Title = "Loss", XLabel = "epoch", YLabel = "loss", LogarithmicY = true, Series = losses, Phases = phases });
        }

        List<ReportSeries> accuracies =
        [
            .. Series("base, validation", model, point => point.Validation, ReportSeriesRole.Base),
            .. Series("base, training", model, point => point.Train),
            .. Series("words, validation", words, point => point.Validation, ReportSeriesRole.Words),
            .. Series("words, training", words, point => point.Train),
        ];
        if (accuracies.Count > 0)
        {
            charts.Add(new ReportChart { Title = "Accuracy", XLabel = "epoch", YLabel = "pictures right", YIsFraction = true, Series = accuracies, Phases = phases });
        }

        return charts;
    }

    // Lines of one epoch become one point: mean losses, last accuracies. Stages follow each other along the axis.
    private static List<Point> Epochs(IReadOnlyList<EpochRecord> entries)
    {
        var points = new List<Point>();
        double offset = 0;
        foreach (IGrouping<string, EpochRecord> stage in entries.GroupBy(entry => entry.Stage))
        {
            int first = stage.Min(entry => entry.Epoch);
            double before = offset;
            foreach (IGrouping<int, EpochRecord> epoch in stage.GroupBy(entry => entry.Epoch).OrderBy(group => group.Key))
            {
                offset = before + (epoch.Key - first) + 1;
                points.Add(new Point(
                    stage.Key,
                    offset,
                    epoch.Average(entry => entry.Loss),
                    epoch.Where(entry => entry.Terms is not null).SelectMany(entry => entry.Terms!).GroupBy(term => term.Key).ToDictionary(term => term.Key, term => term.Average(pair => pair.Value)),
                    epoch.Last().TrainAccuracy,
                    epoch.LastOrDefault(entry => entry.ValidationAccuracy is not null)?.ValidationAccuracy));
            }
        }

        return points;
    }

    private static IEnumerable<ReportSeries> Series(string name, List<Point> points, Func<Point, double?> value, ReportSeriesRole? role = null)
    {
        List<(double X, double Y)> known = [.. points.Select(point => (point.X, Y: value(point))).Where(one => one.Y is { } y && double.IsFinite(y)).Select(one => (one.X, one.Y!.Value))];
        if (known.Count > 0) yield return new ReportSeries(name, [.. known.Select(one => one.X)], [.. known.Select(one => one.Y)]) { Role = role };
    }

    private sealed record Point(string Stage, double X, double? Loss, Dictionary<string, double> Terms, double? Train, double? Validation);
}
