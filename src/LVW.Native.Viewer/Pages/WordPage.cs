using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>One word: its patch, where it is from, what is like it, and what it votes for.</summary>
internal static class WordPage
{
    private const int WeightsShown = 40;

    public static string Render(ViewerState state, WordFacts word, ReportBox? box)
    {
        string said = word.IsUsed ? $"Word {word.Number} is used." : $"Word {word.Number} is not used.";
        return Frame.Render(state, word.Title, "/words", said, html =>
        {
            using (html.Open("h1"))
            {
                html.Text(word.Title + " ");
                if (!word.IsKept) html.Leaf("span", word.Fate, ("class", "badge"));
            }

            Steps(html, state, word.Number);
            Parts.Use(html, word, "use", word.IsKept ? "In use: leave the box empty to see decisions without this word" : $"Not in use: {word.Fate}");
            using (html.Open("div", ("class", "columns")))
            {
                using (html.Open("div"))
                {
                    Source(html, state, word, box);
                    Nearest(html, state, word, state.Test, word.NearestTest, "Nearest test patches");
                    Nearest(html, state, word, state.Train, word.NearestTrain, "Nearest training patches");
                }

                Weights(html, state, word);
            }
        });
    }

    private static void Steps(HtmlWriter html, ViewerState state, int word)
    {
        using (html.Open("nav", ("class", "steps"), ("aria-label", "Other words")))
        {
            if (word > 0) html.Leaf("a", $"← Word {Show.Id(word - 1)}", ("href", Address.Word(word - 1)), ("rel", "prev"));
            if (word + 1 < state.Words.Count) html.Leaf("a", $"Word {Show.Id(word + 1)} →", ("href", Address.Word(word + 1)), ("rel", "next"));
        }
    }

    private static void Source(HtmlWriter html, ViewerState state, WordFacts word, ReportBox? box)
    {
        if (word.Source is not { } source || state.Words.Own(word.Number) is not { } own) return;
        string name = source.Key[(source.Key.LastIndexOf('/') + 1)..], of = state.Run.Description.Classes[source.ClassIndex];
        using (html.Open("div", ("class", "pair-large")))
        {
            using (html.Open("figure"))
            {
                Parts.Shot(html, Address.Patch(state, word.Number), $"The patch that word {word.Number} is", kind: "shot square");
                html.Leaf("figcaption", "The word: this very patch");
            }

            using (html.Open("figure"))
            {
                using (html.Open("a", ("href", Address.Decision("train", own.Picture))))
                    Parts.Shot(html, Address.Picture(state, state.Find("train", Show.Id(own.Picture))!, "view"), $"Its training picture {name}; the box marks the patch", box: box);
                html.Leaf("figcaption", $"{of}, {name}");
            }
        }

        using (html.Open("dl", ("class", "facts")))
        {
            if (word.Sharedness is { } shared)
            {
                html.Leaf("dt", "Sharedness");
                html.Leaf("dd", $"{Show.Fixed(shared, 2)}: 0 is a word of one class, 1 of all alike");
            }

            if (word.DuplicateOf is { } other)
            {
                html.Leaf("dt", "Same patch as");
                using (html.Open("dd"))
                    html.Leaf("a", $"word {Show.Id(other)}", ("href", Address.Word(other)));
            }
        }
    }

    private static void Nearest(HtmlWriter html, ViewerState state, WordFacts word, SetScores set, IReadOnlyList<PatchFinding>? patches, string title)
    {
        html.Leaf("h2", title);
        if (patches is null)
        {
            string name = set == state.Test ? "test" : "training";
            Parts.Progress(html, set.Job, $"Reading the {name} pictures", $"Read the {Show.Count(set.Set.Pictures.Count)} {name} pictures to find them");
            return;
        }

        if (patches.Count == 0) html.Leaf("p", "There are none.", ("class", "empty"));
        using (html.Open("div", ("class", "neighbours")))
        {
            foreach ((int k, PatchFinding patch) in patches.Index())
            {
                string of = state.Run.Description.Classes[set.Set.Pictures[patch.Picture].ClassIndex];
                using (html.Open("figure"))
                {
                    using (html.Open("a", ("href", Address.Decision(set.Name, patch.Picture))))
                        Parts.Shot(html, Address.Near(state, word.Number, set.Name, k), $"Patch of a picture of {of}", kind: "shot square");
                    using (html.Open("figcaption"))
                    {
                        html.Leaf("span", of);
                        html.Leaf("small", $"d {Show.Scientific(patch.Distance)}");
                    }
                }
            }
        }
    }

    private static void Weights(HtmlWriter html, ViewerState state, WordFacts word)
    {
        using (html.Open("div"))
        {
            if (word.Weights.Length == 0)
            {
                html.Leaf("p", $"The word is {word.Fate}: it has no weights.", ("class", "empty"));
                return;
            }

            double largest = word.Weights.Max(weight => Math.Abs(weight));
            (float Weight, int Class)[] ranked = [.. word.Weights.Select((weight, c) => (weight, c)).OrderByDescending(entry => Math.Abs(entry.weight)).Take(WeightsShown).OrderByDescending(entry => entry.weight)];
            using (html.Open("table", ("class", "classes weights")))
            {
                html.Leaf("caption", ranked.Length < word.Weights.Length ? $"Its {WeightsShown} largest weights W" : "Its weights W");
                using (html.Open("tbody"))
                {
                    foreach ((float weight, int c) in ranked)
                    {
                        using (html.Open("tr"))
                        {
                            html.Leaf("th", state.Run.Description.Classes[c], ("scope", "row"));
                            using (html.Open("td", ("class", "bars")))
                                Parts.Signed(html, largest > 0 ? weight / largest : 0);
                            html.Leaf("td", Show.Fixed(weight, 3), ("class", "n"));
                        }
                    }
                }
            }
        }
    }
}
