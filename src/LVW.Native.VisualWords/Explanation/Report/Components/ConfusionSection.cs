namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The confusion matrix as a table of shaded cells, and the confusions that occur most.</summary>
internal static class ConfusionSection
{
    private const int MostShown = 8;

    public static void Render(HtmlWriter html, ReportConfusion? confusion)
    {
        if (confusion is null || confusion.Classes.Count == 0)
            return;
        var classes = confusion.Classes.Count;
        if (confusion.Counts.Count != classes * classes)
            throw new ArgumentException($"ReportConfusion: {confusion.Counts.Count} counts do not fill {classes}×{classes} cells, one for each pair of classes.");

        using (html.Open("section", ("id", "confusion"), ("aria-labelledby", "confusion-title")))
        {
            html.Leaf("h2", "Confusion matrix", ("id", "confusion-title"));
            html.Leaf("p", "Rows are true classes, columns what the words predict; the shade is the share of the row. Hover over a cell for its counts.", ("class", "intro"));
            using (html.Open("div", ("class", "confusion")))
            {
                using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Confusion matrix, scrollable")))
                    Table(html, confusion);
                Worst(html, confusion);
            }
        }
    }

    private static void Table(HtmlWriter html, ReportConfusion confusion)
    {
        var classes = confusion.Classes;
        using (html.Open("table", ("class", classes.Count > 20 ? "matrix dense" : "matrix")))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("td", "");
                foreach (var name in classes)
                {
                    using (html.Open("th", ("scope", "col")))
                        html.Leaf("span", name);
                }

                using (html.Open("th", ("scope", "col"), ("class", "right")))
                    html.Leaf("span", "right");
            }

            using (html.Open("tbody"))
            {
                for (var row = 0; row < classes.Count; row++)
                    Row(html, confusion, row);
            }
        }
    }

    private static void Row(HtmlWriter html, ReportConfusion confusion, int row)
    {
        var classes = confusion.Classes;
        var total = 0;
        for (var column = 0; column < classes.Count; column++)
            total += confusion.Counts[(row * classes.Count) + column];

        using (html.Open("tr"))
        {
            html.Leaf("th", classes[row], ("scope", "row"));
            for (var column = 0; column < classes.Count; column++)
            {
                var count = confusion.Counts[(row * classes.Count) + column];
                var share = total > 0 ? count / (double)total : 0;
                var text = count > 0 ? Show.Id(count) : "";
                if (count == 0)
                {
                    html.Leaf("td", "", ("class", row == column ? "hit" : null));
                    continue;
                }

                html.Leaf("td", text,
                    ("class", (row == column ? "hit" : "miss") + (share > 0.55 ? " strong" : "")),
                    ("style", $"--v:{Show.Css(0.12 + (0.88 * share))}"),
                    ("title", $"true {classes[row]}, predicted {classes[column]}: {Show.Id(count)} of {Show.Id(total)} ({Show.Percent(share, 0)})"));
            }

            html.Leaf("td", total > 0 ? Show.Percent(confusion.Counts[(row * classes.Count) + row] / (double)total, 0) : Show.Missing, ("class", "right"));
        }
    }

    private static void Worst(HtmlWriter html, ReportConfusion confusion)
    {
        var classes = confusion.Classes;
        var worst = Enumerable.Range(0, confusion.Counts.Count)
            .Where(i => i / classes.Count != i % classes.Count && confusion.Counts[i] > 0)
            .OrderByDescending(i => confusion.Counts[i])
            .ThenBy(i => i)
            .Take(MostShown)
            .ToList();

        using (html.Open("div", ("class", "worst")))
        {
            html.Leaf("h3", "Most frequent confusions");
            if (worst.Count == 0)
            {
                html.Leaf("p", "None: every test picture was recognised.", ("class", "note"));
                return;
            }

            using (html.Open("ol"))
            {
                foreach (var i in worst)
                {
                    using (html.Open("li"))
                    {
                        html.Leaf("b", Show.Id(confusion.Counts[i]) + "×");
                        html.Text(" ");
                        html.Leaf("span", $"{classes[i / classes.Count]} → {classes[i % classes.Count]}");
                    }
                }
            }
        }
    }
}
