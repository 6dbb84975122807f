using LVW.Native.VisualWords;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>The most probable classes with their logits; where words are left out, beside those with all words.</summary>
internal static class ClassTable
{
    private const int Shown = 5;

    public static void Render(HtmlWriter html, ViewerState state, ReadPicture read, LocalExplanation now, bool isChanged)
    {
        float[] logits = state.WhatIf.Current.Logits(read.Reading.Similarities), before = state.WhatIf.Kept.Logits(read.Reading.Similarities);
        double[] probabilities = Ranking.Softmax(logits);
        int[] ranked = [.. Enumerable.Range(0, logits.Length).OrderByDescending(c => logits[c]).ThenBy(c => c).Take(Shown)];

        // The class that was predicted with all words is never left out of the table.
        if (isChanged && !ranked.Contains(Ranking.Largest(before))) ranked = [.. ranked, Ranking.Largest(before)];
        using (html.Open("table", ("class", "classes")))
        {
            html.Leaf("caption", isChanged ? "Most probable classes, and their logits with all words" : "Most probable classes by the words");
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("th", "Class", ("scope", "col"), ("colspan", "2"));
                html.Leaf("th", "Probability", ("scope", "col"), ("class", "n"));
                html.Leaf("th", "Logit", ("scope", "col"), ("class", "n"));
                if (isChanged) html.Leaf("th", "Before", ("scope", "col"), ("class", "n"));
            }

            using (html.Open("tbody"))
            {
                foreach (int c in ranked)
                {
                    string name = state.Run.Description.Classes[c];
                    using (html.Open("tr", ("class", name == now.TrueClass ? "truth" : null)))
                    {
                        html.Leaf("th", name, ("scope", "row"));
                        using (html.Open("td", ("class", "bars")))
                            Parts.Bar(html, probabilities[c]);
                        html.Leaf("td", Show.Percent(probabilities[c]), ("class", "n"));
                        html.Leaf("td", Show.Fixed(logits[c], 3), ("class", "n"));
                        if (isChanged) html.Leaf("td", Show.Fixed(before[c], 3), ("class", "n"));
                    }
                }
            }
        }
    }
}
