using System.Text.Encodings.Web;
using System.Text.Json;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>A comparison as JSON: every run's figures, and what they come to.</summary>
public static class ComparisonJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The document.</summary>
    public static string Write(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return JsonSerializer.Serialize(
            new
            {
                table.Seeds,
                Against = table.Against.Name,
                table.Missing,
                Mark = PairedDifference.MarkMeaning,
                Figures = table.Figures.Select(figure => OfFigure(table, figure)),
                Methods = table.Methods.Select(method => OfMethod(table, method)),
            },
            Json) + "\n";
    }

    private static object OfFigure(ComparisonTable table, ComparisonFigure figure) => new
    {
        figure.Key,
        figure.Group,
        figure.Name,
        figure.Better,
        Unit = JsonNamingPolicy.CamelCase.ConvertName(figure.Unit.ToString()),
        Yardsticks = table.Yardsticks(figure).ToDictionary(yardstick => yardstick.Name, yardstick => yardstick.Value),
    };

    private static object OfMethod(ComparisonTable table, TrainingMethod method) => new
    {
        method.Name,
        method.Description,
        method.Source,
        Runs = table.RunsOf(method).Select(run => new
        {
            run.Seed,
            run.Folder,
            Figures = table.Figures.Where(figure => figure.Of(run.Metrics) is not null).ToDictionary(figure => figure.Key, figure => figure.Of(run.Metrics)!.Value),
        }),
        Figures = table.Figures.Where(figure => table.Statistic(method, figure) is not null).ToDictionary(figure => figure.Key, figure => table.Statistic(method, figure)),
        Differences = method.Name == table.Against.Name
            ? null
            : table.Figures.Where(figure => table.Difference(method, figure) is not null).ToDictionary(figure => figure.Key, figure => table.Difference(method, figure)),
    };
}
