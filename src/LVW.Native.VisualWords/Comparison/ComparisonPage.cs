using System.Globalization;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>A comparison as one HTML file that loads nothing.</summary>
public static class ComparisonPage
{
    /// <summary>The page's markup; it is well-formed XML too.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="table">The table.</param>
    public static string Render(ReportHeader header, ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var page = new Page(header);
        page.Intro.Leaf("p", ComparisonText.Summary(table), ("class", "verdict"));
        TrainingMethod[] others = [.. table.Methods.Where(method => method.Name != table.Against.Name)];
        page.Link("figures", "Figures", true);
        page.Link("differences", "Differences", others.Length > 0);
        page.Link("methods", "Methods", true);
        page.Link("runs", "Runs", true);
        page.Link("guide", "How to read", true);
        using (Section(page.Body, "figures", "Figures"))
        {
            foreach (IGrouping<string, ComparisonFigure> group in table.Figures.GroupBy(figure => figure.Group)) Table(page.Body, group.Key, table.Methods, group, table, differences: false);
        }

        if (others.Length > 0)
        {
            using (Section(page.Body, "differences", $"Differences from {table.Against.Name}"))
            {
                page.Body.Leaf("p", "Paired by seed; shares in points. " + PairedDifference.MarkMeaning, ("class", "intro"));
                foreach (IGrouping<string, ComparisonFigure> group in table.Figures.GroupBy(figure => figure.Group)) Table(page.Body, group.Key, others, group, table, differences: true);
            }
        }

        Methods(page.Body, table);
        Runs(page.Body, table);
        using (Section(page.Body, "guide", "How to read")) Pairs(page.Body, ComparisonFigures.Meanings.Select(meaning => (meaning.Name, meaning.Meaning)));
        return page.ToString();
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="table">The table.</param>
    /// <param name="path">The file.</param>
    public static void Write(ReportHeader header, ComparisonTable table, string path) => Page.Write(Render(header, table), path);

    private static HtmlWriter.Scope Section(HtmlWriter html, string id, string title)
    {
        HtmlWriter.Scope scope = html.Open("section", ("id", id), ("aria-labelledby", id + "-title"));
        html.Leaf("h2", title, ("id", id + "-title"));
        return scope;
    }

    private static void Table(HtmlWriter html, string caption, IReadOnlyList<TrainingMethod> methods, IEnumerable<ComparisonFigure> group, ComparisonTable table, bool differences)
    {
        ComparisonFigure[] figures = [.. group];
        using (html.Open("div", ("class", "scroll")))
        using (html.Open("table", ("class", "comparison")))
        {
            html.Leaf("caption", caption);
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("th", "method", ("scope", "col"));
                foreach (ComparisonFigure figure in figures)
                {
                    using (html.Open("th", ("scope", "col"), ("class", "n")))
                    {
                        html.Text(figure.Heading);
                        if (!differences && ComparisonText.Yardsticks(table, figure) is { Length: > 0 } held) html.Leaf("small", held);
                    }
                }
            }

            using (html.Open("tbody"))
            {
                foreach (TrainingMethod method in methods)
                {
                    using (html.Open("tr"))
                    {
                        html.Leaf("th", method.Name, ("scope", "row"));
                        foreach (ComparisonFigure figure in figures)
                        {
                            bool marked = differences && table.Difference(method, figure) is { Marked: true };
                            html.Leaf("td", differences ? ComparisonText.DifferenceCell(table, method, figure) : ComparisonText.Cell(table, method, figure), ("class", marked ? "n marked" : "n"));
                        }
                    }
                }
            }
        }
    }

    private static void Methods(HtmlWriter html, ComparisonTable table)
    {
        using (Section(html, "methods", "Methods")) Pairs(html, table.Methods.Select(method => (method.Name, $"{method.Description} ({method.Source})")));
    }

    private static void Runs(HtmlWriter html, ComparisonTable table)
    {
        using (Section(html, "runs", "Runs"))
        using (html.Open("table", ("class", "comparison")))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("th", "method", ("scope", "col"));
                foreach (ulong seed in table.Seeds) html.Leaf("th", $"seed {seed.ToString(CultureInfo.InvariantCulture)}", ("scope", "col"));
            }

            using (html.Open("tbody"))
            {
                foreach (TrainingMethod method in table.Methods)
                {
                    using (html.Open("tr"))
                    {
                        html.Leaf("th", method.Name, ("scope", "row"));
                        foreach (ulong seed in table.Seeds) Run(html, table.RunsOf(method).FirstOrDefault(run => run.Seed == seed));
                    }
                }
            }
        }
    }

    // A run of the base model alone has figures, but no report.
    private static void Run(HtmlWriter html, ComparisonRun? run)
    {
        using (html.Open("td"))
        {
            if (run is null) html.Text(ComparisonFigure.Missing);
            else html.Leaf("a", run.Metrics.HasWords ? "report" : "figures", ("href", run.Folder + (run.Metrics.HasWords ? "/report/index.html" : "/metrics.json")));
        }
    }

    private static void Pairs(HtmlWriter html, IEnumerable<(string Name, string Text)> pairs)
    {
        using (html.Open("dl", ("class", "meanings")))
        {
            foreach ((string name, string text) in pairs)
            {
                html.Leaf("dt", name);
                html.Leaf("dd", text);
            }
        }
    }
}
