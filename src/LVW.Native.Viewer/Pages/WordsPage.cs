using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>All words as a grid of patches.</summary>
internal static class WordsPage
{
    private const int OnPage = 120;
    private const int VotesShown = 2;

    public static string Render(ViewerState state, WordsQuery query)
    {
        List<WordFacts> all = [.. state.Words.All], chosen = query.Select(all);
        int pages = Math.Max(1, (chosen.Count + OnPage - 1) / OnPage), page = Math.Min(query.Page, pages);
        double largest = all.Max(word => word.Mass);
        string said = state.WhatIf.LeftOut.Count == 0 ? "All words are used." : $"Without {WhatIfBanner.Names(state.WhatIf.LeftOut)}.";
        return Frame.Render(state, "Words", "/words", said, html =>
        {
            using (html.Open("h1"))
            {
                html.Text("Words ");
                html.Leaf("small", $"{Show.Count(all.Count(word => word.IsUsed))} of {Show.Count(all.Count)} in use");
            }

            html.Leaf("p", "Each word is one patch of one training picture. Leave some out and see which decisions change.", ("class", "intro"));
            Form(html, state, query, chosen.Count);
            if (!state.Words.Of(0).Sharedness.HasValue) Missing(html, state);
            using (html.Open("div", ("class", "sheet")))
            {
                foreach (WordFacts word in chosen.Skip((page - 1) * OnPage).Take(OnPage)) Card(html, state, word, largest);
            }

            if (chosen.Count == 0) html.Leaf("p", "No word is like that. Choose another class or show all words.", ("class", "empty"));
            Parts.Pager(html, page, pages, query.OfPage);
        });
    }

    private static void Form(HtmlWriter html, ViewerState state, WordsQuery query, int shown)
    {
        using (html.Open("form", ("class", "tools"), ("method", "get"), ("action", "/words")))
        {
            Parts.Choice(html, "class", "Class", query.Class is { } c ? Show.Id(c) : "", Parts.Classes(state));
            Parts.Choice(html, "state", "Show", query.State, [("all", "all words"), ("used", "in use"), ("unused", "out of use")]);
            Parts.Choice(html, "order", "Order", query.Order, [("number", "as numbered"), ("weight", "heaviest first"), ("shared", "most shared first"), ("own", "least shared first")]);
            html.Leaf("button", "Show", ("type", "submit"));
            html.Leaf("output", Show.Plural(shown, "word", "words"));
        }
    }

    private static void Missing(HtmlWriter html, ViewerState state)
    {
        using (html.Open("div", ("class", "missing")))
        {
            if (state.Train.Job.State == JobState.Waiting) html.Leaf("p", "This run has not kept how far its words are shared and which patches are near them.");
            Parts.Progress(html, state.Train.Job, "Reading the training pictures", $"Read the {Show.Plural(state.Train.Set.Pictures.Count, "training picture", "training pictures")}");
        }
    }

    private static void Card(HtmlWriter html, ViewerState state, WordFacts word, double largest)
    {
        string number = Show.Id(word.Number);
        string source = word.Source is { } from ? $"patch of {state.Run.Description.Classes[from.ClassIndex]}" : "";
        using (html.Open("article", ("class", word.IsUsed ? "word" : "word dead"), ("id", $"word-{number}"), ("aria-labelledby", $"title-{number}")))
        {
            using (html.Open("a", ("class", "patch"), ("href", Address.Word(word.Number)), ("tabindex", "-1"), ("aria-hidden", "true")))
            {
                if (word.Source is not null) Parts.Shot(html, Address.Patch(state, word.Number), "", kind: "shot square");
            }

            using (html.Open("div", ("class", "facts-of")))
            {
                using (html.Open("h2", ("id", $"title-{number}")))
                    html.Leaf("a", word.Title, ("href", Address.Word(word.Number)));
                html.Leaf("p", source, ("class", "class"));
                if (!word.IsKept) html.Leaf("span", word.Fate, ("class", "badge"));
                if (word.DuplicateOf is { } other) html.Leaf("span", $"same as {Show.Id(other)}", ("class", "badge"));
                html.Leaf("p", Votes(state, word), ("class", "votes"));
                using (html.Open("dl", ("class", "meters")))
                {
                    Meter(html, "Weight", Show.Fixed(word.Mass, 2), largest > 0 ? word.Mass / largest : 0);
                    if (word.Sharedness is { } shared) Meter(html, "Shared", Show.Fixed(shared, 2), shared);
                }

                Parts.Use(html, word, "use", "In use");
            }
        }
    }

    private static string Votes(ViewerState state, WordFacts word)
    {
        string[] votes =
        [
            .. word.Weights.Select((weight, c) => (weight, c)).OrderByDescending(vote => vote.weight).Take(VotesShown).Where(vote => vote.weight > 0)
                .Select(vote => $"{state.Run.Description.Classes[vote.c]} +{Show.Fixed(vote.weight, 2)}"),
        ];
        return votes.Length == 0 ? "" : $"for {string.Join(", ", votes)}";
    }

    private static void Meter(HtmlWriter html, string name, string text, double fraction)
    {
        using (html.Open("div"))
        {
            html.Leaf("dt", name);
            using (html.Open("dd"))
            {
                Parts.Bar(html, fraction);
                html.Text(text);
            }
        }
    }
}
