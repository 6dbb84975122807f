using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A page with the explanations of chosen pictures and the words that they use.</summary>
public static class ExplanationPage
{
    /// <summary>The page's markup; it is well-formed XML too.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="explanations">The explained pictures, in the order in which they are shown.</param>
    public static string Render(ReportHeader header, IReadOnlyList<ReportExplanation> explanations)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        var page = new Page(header);

        // The links from the tables to the words end on this page.
        var words = explanations.SelectMany(e => e.Words).Select(use => use.Word).DistinctBy(word => word.Index).OrderBy(word => word.Index).ToList();
        using (page.Intro.Open("p", ("class", "verdict")))
        {
            page.Intro.Leaf("strong", explanations.Count == 0
                ? "No picture was explained."
                : $"{Show.Plural(explanations.Count, "picture", "pictures")}, decided by {Show.Plural(words.Count, "visual word", "visual words")} before all others.");
        }

        page.Link("explanations", "Explanations", explanations.Count > 0);
        page.Link("words", "Words", words.Count > 0);
        page.Link("guide", "How to read", true);
        ExplanationSection.Render(page.Body, page.Pictures, explanations);
        WordSection.Render(page.Body, page.Pictures, words);
        ReadingGuide.Render(page.Body);
        return page.ToString();
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="explanations">The explained pictures.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    public static void Write(ReportHeader header, IReadOnlyList<ReportExplanation> explanations, string path) =>
        Page.Write(Render(header, explanations), path);
}
