namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>All figures with their yardsticks, folded away: the summary tells the main ones.</summary>
internal static class FigureSection
{
    public static void Render(HtmlWriter html, IReadOnlyList<ReportFigure> figures)
    {
        if (figures.Count == 0)
            return;
        using (html.Open("section", ("id", "figures"), ("aria-labelledby", "figures-title")))
        {
            html.Leaf("h2", "Figures", ("id", "figures-title"));
            html.Leaf("p", "What else was measured, by the question that it answers. Every figure stands beside what it must be compared with.", ("class", "intro"));
            foreach (var group in figures.GroupBy(figure => figure.Group))
            {
                using (html.Open("details"))
                {
                    html.Leaf("summary", group.Key);
                    Table(html, group);
                }
            }
        }
    }

    private static void Table(HtmlWriter html, IEnumerable<ReportFigure> figures)
    {
        using (html.Open("table", ("class", "pairs")))
        using (html.Open("tbody"))
        {
            foreach (var figure in figures)
            {
                using (html.Open("tr"))
                {
                    html.Leaf("th", figure.Name, ("scope", "row"));
                    html.Leaf("td", figure.Value);
                    html.Leaf("td", figure.Yardsticks);
                }
            }
        }
    }
}
