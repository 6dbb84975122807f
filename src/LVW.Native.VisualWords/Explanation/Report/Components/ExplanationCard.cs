namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>One explained picture: what was predicted, where both models look, and the words that decide.</summary>
internal static class ExplanationCard
{
    // Float32 contributions added in another order than the model's own sum.
    private const double SumTolerance = 1e-3;

    public static void Render(HtmlWriter html, PictureSheet pictures, ReportExplanation e, int number)
    {
        using (html.Open("article", ("class", "explanation"), ("id", "picture-" + Show.Id(number)), ("aria-labelledby", $"picture-{Show.Id(number)}-title")))
        {
            Head(html, e, number);
            using (html.Open("div", ("class", "columns")))
            {
                using (html.Open("div", ("class", "look")))
                {
                    Attention(html, pictures, e);
                    Classes(html, e);
                }

                ContributionTable.Render(html, pictures, e);
            }
        }
    }

    /// <summary>What the reader must be told before believing this explanation.</summary>
    public static IReadOnlyList<string> Warnings(ReportExplanation e)
    {
        var warnings = new List<string>();
        if (Disagrees(e))
            warnings.Add($"Words and base model disagree: this explains the words’ {e.Predicted.Class}, not the base model’s {e.Base!.Value.Class}.");
        if (e.AttentionIoU is { } iou && iou < e.ChanceIoU)
            warnings.Add($"The words look elsewhere than the base model: attention IoU {Show.Fixed(iou, 2)} is below chance, {Show.Fixed(e.ChanceIoU, 2)}.");
        var sum = e.Words.Sum(use => use.Contribution) + e.OtherContribution;
        if (!(Math.Abs(sum - e.Logit) <= SumTolerance * Math.Max(1, Math.Abs(e.Logit))))
            warnings.Add($"The contributions add up to {Show.Fixed(sum, 3)}, not to the logit {Show.Fixed(e.Logit, 3)}.");
        return [.. warnings, .. e.Warnings];
    }

    public static bool IsWrong(ReportExplanation e) => e.TrueClass is { } truth && truth != e.Predicted.Class;

    public static bool Disagrees(ReportExplanation e) => e.Base is { } b && b.Class != e.Predicted.Class;

    private static void Head(HtmlWriter html, ReportExplanation e, int number)
    {
        using (html.Open("header"))
        {
            using (html.Open("h3", ("id", $"picture-{Show.Id(number)}-title")))
            {
                html.Text(e.Predicted.Class + " ");
                if (e.TrueClass is not null)
                    html.Leaf("span", IsWrong(e) ? "wrong" : "right", ("class", IsWrong(e) ? "badge bad" : "badge good"));
            }

            html.Leaf("p", e.Name, ("class", "name"));
            using (html.Open("dl", ("class", "answers")))
            {
                Answer(html, "Words", e.Predicted.Class, Show.Percent(e.Predicted.Value, 0), "words");
                if (e.Base is { } b)
                    Answer(html, "Base model", b.Class, Show.Percent(b.Value, 0), "base");
                if (e.TrueClass is { } truth)
                    Answer(html, "Truth", truth, null, "");
            }

            foreach (var warning in Warnings(e))
                html.Leaf("p", warning, ("class", "warning"));
            if (e.Settled is { } settled)
                html.Leaf("p", settled, ("class", "note"));
        }
    }

    private static void Answer(HtmlWriter html, string who, string what, string? probability, string kind)
    {
        using (html.Open("div", ("class", kind)))
        {
            html.Leaf("dt", who);
            using (html.Open("dd"))
            {
                html.Text(what);
                if (probability is not null)
                    html.Leaf("span", " " + probability);
            }
        }
    }

    private static void Attention(HtmlWriter html, PictureSheet pictures, ReportExplanation e)
    {
        using (html.Open("div", ("class", "views")))
        {
            using (html.Open("figure"))
            {
                pictures.Whole(html, e.Picture, $"The picture {e.Name}");
                html.Leaf("figcaption", "Picture");
            }

            if (e.BaseAttention is { } fromBase)
                View(html, pictures, e.Picture, fromBase, "Base model looks here", $"Where the base model looks in {e.Name}", "base");
            if (e.WordsAttention is { } fromWords)
                View(html, pictures, e.Picture, fromWords, "Words look here", $"Where the words look in {e.Name}", "words");
        }

        if (e.AttentionIoU is not { } iou)
            return;
        using (html.Open("div", ("class", "overlap")))
        {
            using (html.Open("p"))
            {
                html.Text("Overlap of both, top half ");
                html.Leaf("b", Show.Fixed(iou, 2));
            }

            Bullet.Render(html, $"Attention IoU {Show.Fixed(iou, 2)}", iou, iou < e.ChanceIoU ? "bad" : "words",
                new BulletMark("chance", e.ChanceIoU, Show.Fixed(e.ChanceIoU, 2), "chance"));
        }
    }

    private static void View(HtmlWriter html, PictureSheet pictures, ReportPicture picture, ReportPicture map, string caption, string alt, string kind)
    {
        using (html.Open("figure", ("class", kind)))
        {
            pictures.Layered(html, picture, map, alt);
            html.Leaf("figcaption", caption);
        }
    }

    private static void Classes(HtmlWriter html, ReportExplanation e)
    {
        if (e.TopClasses.Count == 0)
            return;
        using (html.Open("table", ("class", "classes")))
        {
            html.Leaf("caption", "Most probable classes by the words");
            using (html.Open("tbody"))
            {
                foreach (var entry in e.TopClasses)
                {
                    using (html.Open("tr", ("class", entry.Class == e.TrueClass ? "truth" : null)))
                    {
                        html.Leaf("th", entry.Class, ("scope", "row"));
                        using (html.Open("td", ("class", "bar"), ("aria-hidden", "true")))
                        using (html.Open("span", ("class", "meter")))
                            html.Leaf("span", "", ("style", $"width:{Show.CssPercent(entry.Value)}"));
                        html.Leaf("td", Show.Percent(entry.Value), ("class", "n"));
                    }
                }
            }
        }
    }
}
