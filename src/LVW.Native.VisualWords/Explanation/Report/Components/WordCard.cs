namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>One word of the word sheet: patch, source, nearest patches; the rest on demand.</summary>
internal static class WordCard
{
    private const int NeighboursShown = 5;
    private const int VotesShown = 3;

    public static void Render(HtmlWriter html, PictureSheet pictures, ReportWord word, double largestMass)
    {
        using (html.Open("article", ("class", word.IsDead ? "word dead" : "word"), ("id", "word-" + Show.Id(word.Index)),
            ("data-index", Show.Id(word.Index)), ("data-mass", Show.Css(word.WeightMass)), ("data-shared", Show.Css(word.Sharedness)),
            ("data-kind", Kind(word)), ("data-class", word.SourceClass)))
        {
            using (html.Open("header"))
            {
                html.Leaf("h3", word.Title);
                html.Leaf("span", word.SourceClass, ("class", "class"));
                Marks(html, word);
            }

            using (html.Open("div", ("class", "pair")))
            {
                pictures.Patch(html, word);
                pictures.Whole(html, word.Source, $"Its source picture {word.SourceName}; the box marks the patch", word.Box);
            }

            using (html.Open("dl", ("class", "meters")))
            {
                Meter(html, "Weight", Show.Fixed(word.WeightMass, 2), largestMass > 0 ? word.WeightMass / largestMass : 0);
                if (word.ClassHistogram.Count > 0) Meter(html, "Shared", Show.Fixed(word.Sharedness, 2), word.Sharedness);
            }

            Strip(html, pictures, word);
            Details(html, pictures, word);
        }
    }

    private static string Kind(ReportWord word) => (word.IsDead ? "dead" : "used") + (word.DuplicateOf is null ? "" : " duplicate");

    private static void Marks(HtmlWriter html, ReportWord word)
    {
        if (word.IsDead)
            html.Leaf("span", "unused", ("class", "badge"), ("title", "Never the nearest word of a test picture"));
        if (word.DuplicateOf is { } other)
            html.Leaf("a", $"same as {Show.Id(other)}", ("class", "badge"), ("href", "#word-" + Show.Id(other)), ("title", "The same patch as another word"));
    }

    private static void Meter(HtmlWriter html, string name, string text, double fraction)
    {
        using (html.Open("div"))
        {
            html.Leaf("dt", name);
            using (html.Open("dd"))
            {
                using (html.Open("span", ("class", "meter"), ("aria-hidden", "true")))
                    html.Leaf("span", "", ("style", $"width:{Show.CssPercent(fraction)}"));
                html.Text(text);
            }
        }
    }

    private static void Strip(HtmlWriter html, PictureSheet pictures, ReportWord word)
    {
        var nearest = word.NearestTest.Count > 0 ? word.NearestTest : word.NearestTrain;
        if (nearest.Count == 0)
            return;
        using (html.Open("div", ("class", "strip"), ("title", word.NearestTest.Count > 0 ? "Nearest test patches" : "Nearest training patches")))
        {
            foreach (var neighbour in nearest.Take(NeighboursShown))
                pictures.Whole(html, neighbour.Patch, $"Near patch, {neighbour.Class}");
        }
    }

    private static void Details(HtmlWriter html, PictureSheet pictures, ReportWord word)
    {
        using (html.Open("details"))
        {
            html.Leaf("summary", "Neighbours and classes");
            using (html.Open("div", ("class", "inside")))
            {
                Neighbours(html, pictures, "Nearest test patches", word.NearestTest);
                Neighbours(html, pictures, "Nearest training patches", word.NearestTrain);
                Histogram(html, word);
                Facts(html, word);
            }
        }
    }

    private static void Neighbours(HtmlWriter html, PictureSheet pictures, string title, IReadOnlyList<ReportNeighbour> neighbours)
    {
        if (neighbours.Count == 0)
            return;
        html.Leaf("h4", title);
        using (html.Open("div", ("class", "neighbours")))
        {
            foreach (var neighbour in neighbours.Take(NeighboursShown))
            {
                using (html.Open("figure", ("title", neighbour.Name)))
                {
                    pictures.Whole(html, neighbour.Patch, $"Patch of {neighbour.Name}");
                    using (html.Open("figcaption"))
                    {
                        html.Leaf("span", neighbour.Class);
                        html.Leaf("small", $"d {Show.Scientific(neighbour.Distance)}");
                    }
                }
            }
        }
    }

    private static void Histogram(HtmlWriter html, ReportWord word)
    {
        var shown = word.ClassHistogram.Where(entry => double.IsFinite(entry.Value) && entry.Value > 0).ToList();
        if (shown.Count == 0)
            return;
        var largest = shown.Max(entry => entry.Value);
        html.Leaf("h4", "Classes of its neighbours");
        using (html.Open("div", ("class", "histogram"), ("role", "img"), ("aria-label", Spoken(shown))))
        {
            foreach (var entry in word.ClassHistogram)
            {
                using (html.Open("span", ("title", $"{entry.Class}: {Show.Css(entry.Value)}")))
                    html.Leaf("i", "", ("style", $"height:{Show.CssPercent(entry.Value / largest)}"));
            }
        }

        html.Leaf("p", Spoken(shown), ("class", "note"));
    }

    private static string Spoken(List<ReportClassValue> shown)
    {
        var first = shown.OrderByDescending(entry => entry.Value).Take(VotesShown).Select(entry => $"{entry.Class} {Show.Css(entry.Value)}");
        var rest = shown.Count - VotesShown;
        return string.Join(", ", first) + (rest > 0 ? $" and {Show.Plural(rest, "other class", "other classes")}" : "");
    }

    private static void Facts(HtmlWriter html, ReportWord word)
    {
        using (html.Open("dl", ("class", "facts")))
        {
            if (word.Votes.Count > 0)
            {
                html.Leaf("dt", "Largest weights");
                html.Leaf("dd", string.Join(", ", word.Votes.Take(VotesShown).Select(vote => $"{vote.Class} {Show.Fixed(vote.Value, 2)}")));
            }

            html.Leaf("dt", "Source");
            html.Leaf("dd", word.SourceName);
            if (word.ProjectionDistance is { } distance)
            {
                html.Leaf("dt", "Distance to its patch");
                html.Leaf("dd", Show.Scientific(distance));
            }
        }
    }
}
