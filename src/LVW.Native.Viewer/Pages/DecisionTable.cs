using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>The words that decide, each with similarity × weight, the remainder and their sum, which is the logit; then the words left out.</summary>
internal static class DecisionTable
{
    public static void Render(HtmlWriter html, ViewerState state, ReadPicture read, LocalExplanation now)
    {
        double largest = now.Words.Select(word => Math.Abs(word.Contribution)).Append(Math.Abs(now.OtherContribution)).Max();
        using (html.Open("table", ("class", "contributions")))
        {
            html.Leaf("caption", $"The words that decide for {now.Predicted.Class}");
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("th", "Use", ("scope", "col"));
                html.Leaf("th", "Word", ("scope", "col"));
                html.Leaf("th", "Here", ("scope", "col"));
                html.Leaf("th", "g", ("scope", "col"), ("class", "n"), ("title", "similarity g"));
                html.Leaf("th", "W", ("scope", "col"), ("class", "n"), ("title", "weight W"));
                html.Leaf("th", "W·g", ("scope", "col"), ("class", "n"), ("title", "contribution W·g"));
            }

            using (html.Open("tbody"))
            {
                foreach (ExplainedWord word in now.Words) Row(html, state, read.Subject, now, word, largest);
            }

            Sum(html, now, largest);
        }

        LeftOut(html, state, read, now);
    }

    private static void Row(HtmlWriter html, ViewerState state, Subject subject, LocalExplanation now, ExplainedWord word, double largest)
    {
        WordFacts facts = state.Words.Of(word.Word);
        using (html.Open("tr"))
        {
            using (html.Open("td", ("class", "use-cell")))
                Parts.Use(html, facts, "use", null);
            using (html.Open("th", ("scope", "row")))
                WordLink(html, state, facts, word.SourceClass);
            using (html.Open("td", ("class", "here")))
            {
                Parts.Shot(
                    html,
                    Address.Picture(state, subject, "view"),
                    $"Where word {word.Word} was found in {now.Name}",
                    Address.Picture(state, subject, $"words/{Show.Id(word.Word)}"),
                    state.Files.Fractions(word.BoxInView));
            }

            html.Leaf("td", Show.Fixed(word.Similarity, 3), ("class", "n"), ("data-is", "g"));
            html.Leaf("td", Show.Fixed(word.Weight, 3), ("class", "n"), ("data-is", "W"));
            Contribution(html, word.Contribution, largest);
        }
    }

    /// <summary>A word's patch and name as a link to its page.</summary>
    public static void WordLink(HtmlWriter html, ViewerState state, WordFacts word, string? source)
    {
        using (html.Open("a", ("class", "ref"), ("href", Address.Word(word.Number))))
        {
            if (word.Source is not null) Parts.Shot(html, Address.Patch(state, word.Number), "", kind: "shot square");
            using (html.Open("span", ("class", "who")))
            {
                html.Leaf("b", word.Title);
                if (source is not null) html.Leaf("small", source);
            }
        }
    }

    private static void Sum(HtmlWriter html, LocalExplanation now, double largest)
    {
        using (html.Open("tfoot"))
        {
            if (now.OtherWords > 0)
            {
                using (html.Open("tr", ("class", "other")))
                {
                    html.Leaf("th", Show.Plural(now.OtherWords, "other word", "other words"), ("scope", "row"), ("colspan", "5"));
                    Contribution(html, now.OtherContribution, largest);
                }
            }

            double listed = now.Words.Sum(word => word.Contribution);
            using (html.Open("tr", ("class", "total")))
            {
                using (html.Open("th", ("scope", "row"), ("colspan", "5")))
                {
                    html.Text("Logit ");
                    html.Leaf("small", now.OtherWords > 0
                        ? $"{Show.Fixed(listed, 3)} {(now.OtherContribution < 0 ? "−" : "+")} {Show.Fixed(Math.Abs(now.OtherContribution), 3)}"
                        : "sum of the rows");
                }

                html.Leaf("td", Show.Fixed(now.Logit, 3), ("class", "n"), ("id", "logit"));
            }
        }
    }

    private static void Contribution(HtmlWriter html, double value, double largest)
    {
        using (html.Open("td", ("class", "n"), ("data-is", "W·g")))
        {
            html.Text(Show.Fixed(value, 3));
            Parts.Bar(html, largest > 0 ? Math.Abs(value) / largest : 0, value < 0 ? "minus" : "");
        }
    }

    // What each would add with the weights that the run has kept.
    private static void LeftOut(HtmlWriter html, ViewerState state, ReadPicture read, LocalExplanation now)
    {
        if (state.WhatIf.LeftOut.Count == 0) return;
        using (html.Open("table", ("class", "contributions left-out")))
        {
            html.Leaf("caption", $"Left out; what they would add for {now.Predicted.Class}");
            using (html.Open("tbody"))
            {
                foreach (int number in state.WhatIf.LeftOut)
                {
                    WordFacts word = state.Words.Of(number);
                    float weight = state.WhatIf.Kept.Weight(now.Predicted.Index, number), similarity = read.Reading.Similarities[number];
                    using (html.Open("tr"))
                    {
                        using (html.Open("td", ("class", "use-cell")))
                            Parts.Use(html, word, "use", null);
                        using (html.Open("th", ("scope", "row")))
                            WordLink(html, state, word, null);
                        html.Leaf("td", Show.Fixed(similarity, 3), ("class", "n"), ("data-is", "g"));
                        html.Leaf("td", Show.Fixed(weight, 3), ("class", "n"), ("data-is", "W"));
                        html.Leaf("td", Show.Fixed((double)weight * similarity, 3), ("class", "n"), ("data-is", "W·g"));
                    }
                }
            }
        }
    }
}
