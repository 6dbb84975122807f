namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The run's numbers as tiles, each beside the yardsticks that give it meaning.</summary>
internal static class SummaryTiles
{
    public static void Render(HtmlWriter html, ReportSummary s)
    {
        using (html.Open("section", ("id", "summary"), ("aria-labelledby", "summary-title")))
        {
            html.Leaf("h2", "Summary", ("id", "summary-title"), ("class", "quiet"));
            using (html.Open("div", ("class", "tiles lead")))
            {
                Accuracy(html, s);
                Agreement(html, s);
                Overlap(html, "Attention IoU, top half", s.Overlap50);
                Overlap(html, "Attention IoU, top quarter", s.Overlap25);
            }

            using (html.Open("div", ("class", "tiles")))
            {
                Perturbation(html, "Deletion AUC", "lower is better", s.Deletion);
                Perturbation(html, "Insertion AUC", "higher is better", s.Insertion);
                Words(html, s);
                Patches(html, s);
                Time(html, s);
            }
        }
    }

    private static HtmlWriter.Scope Tile(HtmlWriter html, string name, string number, string? unit = null)
    {
        var tile = html.Open("article", ("class", "tile"));
        html.Leaf("h3", name);
        using (html.Open("p", ("class", "number")))
        {
            html.Text(number);
            if (unit is not null)
                html.Leaf("span", " " + unit);
        }

        return tile;
    }

    private static void Accuracy(HtmlWriter html, ReportSummary s)
    {
        if ((s.WordsAccuracy ?? s.BaseAccuracy) is not { } value)
            return;
        var words = s.WordsAccuracy is not null;
        using (Tile(html, words ? "Words’ test accuracy" : "Base model’s test accuracy", Show.Percent(value)))
        {
            var marks = new List<BulletMark>();
            if (words && s.BaseAccuracy is { } b)
                marks.Add(new BulletMark("base model", b, Show.Percent(b), "base"));
            if (s.WordsAccuracyBeforeProjection is { } before)
                marks.Add(new BulletMark("before projection", before, Show.Percent(before), "before"));
            Bullet.Render(html, $"{Show.Percent(value)} right", value, words ? "words" : "base", [.. marks]);
        }
    }

    private static void Agreement(HtmlWriter html, ReportSummary s)
    {
        if (s.Agreement is not { } value)
            return;
        using (Tile(html, "Agreement with the base model", Show.Percent(value)))
        {
            Bullet.Render(html, $"Same class on {Show.Percent(value)}", value, "words");
            html.Leaf("p", s.TestPictures is { } n
                ? $"same class on {Show.Count((long)Math.Round(value * n))} of {Show.Count(n)} test pictures"
                : "same class named", ("class", "note"));
        }
    }

    private static void Overlap(HtmlWriter html, string name, AttentionOverlap? overlap)
    {
        if (overlap is not { } o)
            return;
        using (Tile(html, name, Show.Fixed(o.Value, 3)))
        {
            Bullet.Render(html, $"IoU {Show.Fixed(o.Value, 3)}", o.Value, o.Value > o.Chance ? "words" : "bad",
                new BulletMark("chance", o.Chance, Show.Fixed(o.Chance, 3), "chance"),
                new BulletMark("centre blob", o.CentrePrior, Show.Fixed(o.CentrePrior, 3), "centre"));
        }
    }

    private static void Perturbation(HtmlWriter html, string name, string direction, PerturbationScore? score)
    {
        if (score is not { } p)
            return;
        using (Tile(html, name, Show.Fixed(p.Auc, 3)))
        {
            if (p.Random is { } random)
                Bullet.Render(html, $"Area {Show.Fixed(p.Auc, 3)}", p.Auc, "words", new BulletMark("cells shuffled", random, Show.Fixed(random, 3), "chance"));
            else
                Bullet.Render(html, $"Area {Show.Fixed(p.Auc, 3)}", p.Auc, "words");
            html.Leaf("p", direction, ("class", "note"));
        }
    }

    private static void Words(HtmlWriter html, ReportSummary s)
    {
        if (s.WordCount is not { } count)
            return;
        using (Tile(html, "Words in use", Show.Count(s.WordsUsed ?? count), s.WordsUsed is null ? null : $"of {Show.Count(count)}"))
        {
            Bullet.Render(html, "Share in use", count > 0 ? (s.WordsUsed ?? count) / (double)count : 0, "words");
            html.Leaf("p", "nearest word of at least one test picture", ("class", "note"));
        }
    }

    private static void Patches(HtmlWriter html, ReportSummary s)
    {
        if (s.DistinctPatches is not { } distinct)
            return;
        using (Tile(html, "Distinct patches", Show.Count(distinct), s.WordCount is { } n ? $"of {Show.Count(n)}" : null))
        {
            if (s.WordCount is > 0 and { } count)
                Bullet.Render(html, "Share of distinct patches", distinct / (double)count, "words");
            if (s.MaxProjectionDistance is { } distance)
            {
                html.Leaf("p", $"largest distance of a word to its patch {Show.Scientific(distance)}",
                    ("class", distance < Verdict.RealPatchDistance ? "note" : "note bad"));
            }
        }
    }

    private static void Time(HtmlWriter html, ReportSummary s)
    {
        if (s.Timings.Count == 0)
            return;
        var total = TimeSpan.Zero;
        foreach (var stage in s.Timings)
            total += stage.Value;
        using (Tile(html, "Time", Show.Duration(total)))
        {
            using (html.Open("div", ("class", "stack"), ("aria-hidden", "true")))
            {
                foreach (var stage in s.Timings)
                {
                    html.Leaf("span", "", ("style", $"flex-grow:{Show.Css(Math.Max(0, stage.Value.TotalSeconds))}"),
                        ("title", $"{stage.Key}: {Show.Duration(stage.Value)}"));
                }
            }

            var longest = s.Timings.MaxBy(stage => stage.Value);
            html.Leaf("p", $"longest stage: {longest.Key}, {Show.Duration(longest.Value)}", ("class", "note"));
        }
    }
}
