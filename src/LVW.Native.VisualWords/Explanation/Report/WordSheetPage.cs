using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A page with all visual words of a run.</summary>
public static class WordSheetPage
{
    /// <summary>The page's markup; it is well-formed XML too.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="words">The words, in the order in which they are shown.</param>
    public static string Render(ReportHeader header, IReadOnlyList<ReportWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var page = new Page(header);
        using (page.Intro.Open("p", ("class", "verdict")))
        {
            var sentences = Verdict.Sentences(words);
            page.Intro.Leaf("strong", sentences[0]);
            foreach (var sentence in sentences.Skip(1))
                page.Intro.Text(" " + sentence);
        }

        WordSection.Band(page.Beside, page.Pictures, words);
        page.Link("words", "Words", words.Count > 0);
        page.Link("guide", "How to read", true);
        WordSection.Render(page.Body, page.Pictures, words);
        ReadingGuide.Render(page.Body);
        return page.ToString();
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="header">What was run.</param>
    /// <param name="words">The words.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    public static void Write(ReportHeader header, IReadOnlyList<ReportWord> words, string path) => Page.Write(Render(header, words), path);
}
