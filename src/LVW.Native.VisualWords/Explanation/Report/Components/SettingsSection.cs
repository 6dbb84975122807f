namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The effective settings and the time of each stage.</summary>
internal static class SettingsSection
{
    public static void Render(HtmlWriter html, ReportModel model)
    {
        var timings = model.Summary.Timings;
        if (model.Settings.Count + timings.Count == 0)
            return;
        using (html.Open("section", ("id", "settings"), ("aria-labelledby", "settings-title")))
        {
            html.Leaf("h2", "Settings and times", ("id", "settings-title"));
            using (html.Open("div", ("class", "settings")))
            {
                if (model.Settings.Count > 0)
                    Table(html, "Effective settings", model.Settings);
                if (timings.Count > 0)
                    Table(html, "Time by stage", [.. timings.Select(t => KeyValuePair.Create(t.Key, Show.Duration(t.Value)))]);
            }
        }
    }

    private static void Table(HtmlWriter html, string title, IReadOnlyList<KeyValuePair<string, string>> rows)
    {
        using (html.Open("table", ("class", "pairs")))
        {
            html.Leaf("caption", title);
            using (html.Open("tbody"))
            {
                foreach (var row in rows)
                {
                    using (html.Open("tr"))
                    {
                        html.Leaf("th", row.Key, ("scope", "row"));
                        html.Leaf("td", row.Value);
                    }
                }
            }
        }
    }
}
