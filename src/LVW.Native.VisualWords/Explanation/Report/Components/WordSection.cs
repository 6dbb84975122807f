namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The word sheet: all words as cards, with a tool bar where scripts run.</summary>
internal static class WordSection
{
    private const int FewWords = 12;
    private const int BandWords = 25;

    public static void Render(HtmlWriter html, PictureSheet pictures, IReadOnlyList<ReportWord> words)
    {
        if (words.Count == 0)
            return;
        using (html.Open("section", ("id", "words"), ("aria-labelledby", "words-title")))
        {
            using (html.Open("h2", ("id", "words-title")))
            {
                html.Text("Word sheet ");
                html.Leaf("small", Describe(words));
            }

            html.Leaf("p", "Each word is one patch of one training picture: at the left the patch, at the right where it comes from. "
                + "Below lie the patches of other pictures that are most like it.", ("class", "intro"));
            if (words.Count > FewWords)
                Tools(html);

            var largest = words.Max(word => double.IsFinite(word.WeightMass) ? word.WeightMass : 0);
            using (html.Open("div", ("class", "sheet"), ("id", "cards")))
            {
                foreach (var word in words)
                    WordCard.Render(html, pictures, word, largest);
            }
        }
    }

    /// <summary>The heaviest words as a band of patches, each a link to its card.</summary>
    public static void Band(HtmlWriter html, PictureSheet pictures, IReadOnlyList<ReportWord> words)
    {
        if (words.Count == 0)
            return;
        using (html.Open("nav", ("class", "band"), ("aria-label", "Heaviest words")))
        {
            foreach (var word in words.OrderByDescending(word => word.WeightMass).Take(BandWords))
            {
                using (html.Open("a", ("href", "#word-" + Show.Id(word.Index)), ("title", $"{word.Title}, {word.SourceClass}")))
                    pictures.Patch(html, word);
            }
        }
    }

    private static string Describe(IReadOnlyList<ReportWord> words)
    {
        var dead = words.Count(word => word.IsDead);
        var twins = words.Count(word => word.DuplicateOf is not null);
        return Show.Plural(words.Count, "word", "words")
            + (dead > 0 ? $", {Show.Count(dead)} unused" : "")
            + (twins > 0 ? $", {Show.Plural(twins, "duplicate", "duplicates")}" : "");
    }

    private static void Tools(HtmlWriter html)
    {
        using (html.Open("form", ("class", "tools"), ("id", "tools"), ("hidden", "hidden")))
        {
            Choice(html, "order", "Order", ("index", "as numbered"), ("mass", "heaviest first"), ("shared", "most shared first"), ("own", "least shared first"));
            Choice(html, "kind", "Show", ("", "all words"), ("used", "used"), ("dead", "unused"), ("duplicate", "duplicates"));
            using (html.Open("label"))
            {
                html.Text("Class ");
                html.Void("input", ("type", "search"), ("id", "class"), ("placeholder", "any"), ("autocomplete", "off"));
            }

            html.Leaf("output", "", ("id", "shown"), ("aria-live", "polite"));
        }
    }

    private static void Choice(HtmlWriter html, string id, string name, params ReadOnlySpan<(string Value, string Text)> options)
    {
        using (html.Open("label"))
        {
            html.Text(name + " ");
            using (html.Open("select", ("id", id)))
            {
                foreach (var (value, text) in options)
                    html.Leaf("option", text, ("value", value));
            }
        }
    }
}
