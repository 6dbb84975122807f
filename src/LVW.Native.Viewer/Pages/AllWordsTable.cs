using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>The words behind those that are listed first, on demand: all that is in use, by contribution.</summary>
internal static class AllWordsTable
{
    private const int MostRows = 300;

    public static void Render(HtmlWriter html, ViewerState state, ReadPicture read, LocalExplanation now)
    {
        if (now.OtherWords == 0) return;
        HashSet<int> listed = [.. now.Words.Select(word => word.Word)];
        DecisionRule rule = state.WhatIf.Current;
        var others = rule.Words.Where(word => !listed.Contains(word))
            .Select(word => (Word: word, Similarity: read.Reading.Similarities[word], Weight: rule.Weight(now.Predicted.Index, word)))
            .OrderByDescending(entry => (double)entry.Weight * entry.Similarity).ThenBy(entry => entry.Word).ToList();
        using (html.Open("details", ("id", "others"), ("class", "others")))
        {
            html.Leaf("summary", $"{Show.Plural(others.Count, "other word", "other words")}, by contribution");
            using (html.Open("ul", ("class", "rows")))
            {
                // The largest and the smallest contributions are of interest; between them lie those near 0.
                foreach ((int word, float similarity, float weight) in others.Count <= MostRows ? others : [.. others.Take(MostRows / 2), .. others.TakeLast(MostRows / 2)])
                {
                    WordFacts facts = state.Words.Of(word);
                    using (html.Open("li"))
                    {
                        Parts.Use(html, facts, "use", null);
                        DecisionTable.WordLink(html, state, facts, null);
                        html.Leaf("span", $"{Show.Fixed(similarity, 3)} × {Show.Fixed(weight, 3)} = {Show.Fixed((double)similarity * weight, 3)}", ("class", "n"));
                    }
                }
            }
        }
    }
}
