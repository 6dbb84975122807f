using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>The report of a run as one HTML file that loads nothing.</summary>
public static class HtmlReport
{
    /// <summary>The page's markup; it is well-formed XML too.</summary>
    /// <param name="model">What the page shows.</param>
    public static string Render(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var page = new Page(model.Header);
        var sentences = Verdict.Sentences(model.Summary);
        using (page.Intro.Open("p", ("class", "verdict")))
        {
            page.Intro.Leaf("strong", sentences[0]);
            foreach (var sentence in sentences.Skip(1))
                page.Intro.Text(" " + sentence);
        }

        Notices(page.Intro, model.Warnings);
        WordSection.Band(page.Beside, page.Pictures, model.Words);

        page.Link("summary", "Summary", true);
        page.Link("explanations", "Explanations", model.Explanations.Count > 0);
        page.Link("words", "Words", model.Words.Count > 0);
        page.Link("curves", "Curves", model.TrainingCharts.Count + model.PerturbationCharts.Count > 0);
        page.Link("figures", "Figures", model.Figures.Count > 0);
        page.Link("confusion", "Confusions", model.Confusion is { Classes.Count: > 0 });
        page.Link("guide", "How to read", true);
        page.Link("settings", "Settings", model.Settings.Count + model.Summary.Timings.Count > 0);

        SummaryTiles.Render(page.Body, model.Summary);
        ExplanationSection.Render(page.Body, page.Pictures, model.Explanations);
        WordSection.Render(page.Body, page.Pictures, model.Words);
        ChartSection.Render(page.Body, model);
        FigureSection.Render(page.Body, model.Figures);
        ConfusionSection.Render(page.Body, model.Confusion);
        ReadingGuide.Render(page.Body);
        SettingsSection.Render(page.Body, model);
        return page.ToString();
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="model">What the page shows.</param>
    /// <param name="path">The file, usually <c>index.html</c>; its folder is made where it is missing.</param>
    public static void Write(ReportModel model, string path) => Page.Write(Render(model), path);

    private static void Notices(HtmlWriter html, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0)
            return;
        using (html.Open("aside", ("class", "notices"), ("aria-label", "Warnings")))
        using (html.Open("ul"))
        {
            foreach (var warning in warnings)
                html.Leaf("li", warning);
        }
    }
}
