using System.Globalization;
using System.Text;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>The cells of the tables as text, and the tables in Markdown.</summary>
public static class ComparisonText
{
    /// <summary>Mean ± sample deviation; the number of seeds where it is not the comparison's.</summary>
    public static string Cell(ComparisonTable table, TrainingMethod method, ComparisonFigure figure)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(figure);
        return table.Statistic(method, figure) is { } statistic
            ? figure.Text(statistic.Mean) + Spread(figure, statistic.Deviation) + Seeds(table, statistic.Seeds)
            : ComparisonFigure.Missing;
    }

    /// <summary>Mean difference ± sample deviation, with its mark.</summary>
    public static string DifferenceCell(ComparisonTable table, TrainingMethod method, ComparisonFigure figure)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(figure);
        return table.Difference(method, figure) is { } difference
            ? figure.Signed(difference.Mean) + Spread(figure, difference.Deviation) + (difference.Marked ? " *" : "") + Seeds(table, difference.Seeds)
            : ComparisonFigure.Missing;
    }

    /// <summary>A figure's yardsticks in one line; empty where it has none.</summary>
    public static string Yardsticks(ComparisonTable table, ComparisonFigure figure)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(figure);
        return string.Join(", ", table.Yardsticks(figure).Select(yardstick => $"{yardstick.Name} {figure.Text(yardstick.Value)}"));
    }

    /// <summary>The first sentence about a table: how much of it is there.</summary>
    public static string Summary(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string seeds = string.Join(", ", table.Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)));
        return $"{table.Methods.Count} method{(table.Methods.Count == 1 ? "" : "s")}, seed{(table.Seeds.Count == 1 ? "" : "s")} {seeds}; mean ± sample deviation over the seeds. ↑ more is better, ↓ less is."
            + (table.Missing > 0 ? $" {table.Missing} of {table.Methods.Count * table.Seeds.Count} runs are missing." : "");
    }

    /// <summary>The tables in Markdown.</summary>
    /// <param name="table">The table.</param>
    /// <param name="title">The first heading.</param>
    public static string Markdown(ComparisonTable table, string title)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Escape(title)}\n\n{Summary(table)}\n\n## Figures\n");
        foreach (IGrouping<string, ComparisonFigure> group in table.Figures.GroupBy(figure => figure.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {group.Key}\n\n");
            Table(text, [.. group], "method", table.Methods, (method, figure) => Cell(table, method, figure), figure => Yardsticks(table, figure));
        }

        TrainingMethod[] others = [.. table.Methods.Where(method => method.Name != table.Against.Name)];
        if (others.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Differences from {table.Against.Name}\n\nPaired by seed; shares in points. {Escape(PairedDifference.MarkMeaning)}\n");
            foreach (IGrouping<string, ComparisonFigure> group in table.Figures.GroupBy(figure => figure.Group))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n### {group.Key}\n\n");
                Table(text, [.. group], $"method − {table.Against.Name}", others, (method, figure) => DifferenceCell(table, method, figure), _ => "");
            }
        }

        text.Append("\n## Methods\n\n");
        foreach (TrainingMethod method in table.Methods) text.Append(CultureInfo.InvariantCulture, $"* `{method.Name}`: {Escape(method.Description)} ({Escape(method.Source)})\n");
        text.Append("\n## How to read\n\n");
        foreach ((string name, string meaning) in ComparisonFigures.Meanings) text.Append(CultureInfo.InvariantCulture, $"* {name}: {meaning}\n");
        return text.ToString();
    }

    private static void Table(
        StringBuilder text,
        ComparisonFigure[] figures,
        string corner,
        IReadOnlyList<TrainingMethod> methods,
        Func<TrainingMethod, ComparisonFigure, string> cell,
        Func<ComparisonFigure, string> yardsticks)
    {
        Row([corner, .. figures.Select(figure => figure.Heading)]);
        Row(["---", .. figures.Select(_ => "---:")]);
        string[] held = [.. figures.Select(yardsticks)];
        foreach (TrainingMethod method in methods) Row([method.Name, .. figures.Select(figure => Escape(cell(method, figure)))]);
        if (held.Any(line => line.Length > 0)) Row(["*to compare with*", .. held]);
        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private static string Spread(ComparisonFigure figure, double? deviation) => deviation is { } spread ? $" ± {figure.Text(spread)}" : "";

    private static string Seeds(ComparisonTable table, int seeds) => seeds == table.Seeds.Count ? "" : $" (n = {seeds.ToString(CultureInfo.InvariantCulture)})";

    // A star of the text must not become Markdown's emphasis, nor a bar of a name a column.
    private static string Escape(string text) => text.Replace("*", "\\*", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
