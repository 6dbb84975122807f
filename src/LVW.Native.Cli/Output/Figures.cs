using System.Globalization;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.Cli.Output;

/// <summary>The main figures of a run as rows of a table.</summary>
internal static class Figures
{
    public static string[] Headers { get; } = ["figure", "value", "to compare with"];

    public static IReadOnlyList<string[]> Rows(Metrics metrics)
    {
        if (!metrics.HasWords) return OfBase(metrics);
        FidelityMetrics fidelity = metrics.Fidelity;
        List<string[]> rows =
        [
            ["test pictures", Count(metrics.Data.TestPictures), $"{metrics.Data.Classes} classes, {metrics.Data.TrainPictures} training pictures"],
            ["base model's accuracy", Share(metrics.Base.TestAccuracy), $"chance {Share(1.0 / Math.Max(1, metrics.Data.Classes))}"],
            ["words' accuracy", Share(metrics.Words.TestAccuracy), metrics.Words.TestAccuracyBeforeProjection is { } before ? $"before projection {Share(before)}" : ""],
            ["agreement with the base", Share(fidelity.Agreement), fidelity.AgreementByChance is { } chance ? $"chance {Share(chance)}" : ""],
            ["words, distinct patches", $"{metrics.Words.Count}, {metrics.Words.DistinctPatches}", metrics.Words.MaxProjectionDistance is { } distance ? string.Create(CultureInfo.InvariantCulture, $"largest distance to the patch {distance:G3}") : ""],
        ];
        if (fidelity.AttentionIoU50 is { } half) rows.Add(["attention IoU, top 50 %", Ratio(half), $"chance {Ratio(fidelity.ChanceIoU50)}, centre {Ratio(fidelity.CentrePriorIoU50)}"]);
        if (fidelity.AttentionIoU25 is { } quarter) rows.Add(["attention IoU, top 25 %", Ratio(quarter), $"chance {Ratio(fidelity.ChanceIoU25)}, centre {Ratio(fidelity.CentrePriorIoU25)}"]);
        if (fidelity.DeletionAuc is { } deletion) rows.Add(["deletion AUC, lower is better", Ratio(deletion), $"cells shuffled {Ratio(fidelity.RandomDeletionAuc)}"]);
        if (fidelity.InsertionAuc is { } insertion) rows.Add(["insertion AUC, higher is better", Ratio(insertion), $"cells shuffled {Ratio(fidelity.RandomInsertionAuc)}"]);
        rows.AddRange(FigureList.Of(metrics).Select(figure => new[] { figure.Name, figure.Value, figure.Yardsticks }));
        return rows;
    }

    private static List<string[]> OfBase(Metrics metrics)
    {
        List<string[]> rows =
        [
            ["test pictures", Count(metrics.Data.TestPictures), $"{metrics.Data.Classes} classes, {metrics.Data.TrainPictures} training pictures"],
            ["base model's accuracy", Share(metrics.Base.TestAccuracy), $"chance {Share(1.0 / Math.Max(1, metrics.Data.Classes))}"],
        ];
        if (metrics.Base.DeletionAuc is { } deletion) rows.Add(["deletion AUC, lower is better", Ratio(deletion), $"cells shuffled {Ratio(metrics.Base.RandomDeletionAuc)}"]);
        if (metrics.Base.InsertionAuc is { } insertion) rows.Add(["insertion AUC, higher is better", Ratio(insertion), $"cells shuffled {Ratio(metrics.Base.RandomInsertionAuc)}"]);
        return rows;
    }

    public static string Share(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Ratio(double? ratio) => ratio?.ToString("F3", CultureInfo.InvariantCulture) ?? "";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
