namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The words that decide, with W·g for each, the remainder, and their sum: the logit.</summary>
internal static class ContributionTable
{
    public static void Render(HtmlWriter html, PictureSheet pictures, ReportExplanation e)
    {
        var listed = e.Words.Sum(use => use.Contribution);
        var largest = e.Words.Select(use => Math.Abs(use.Contribution)).Append(Math.Abs(e.OtherContribution)).DefaultIfEmpty(0).Max();
        var negative = e.Words.Any(use => use.Contribution < 0) || e.OtherContribution < 0;

        using (html.Open("table", ("class", negative ? "contributions signed" : "contributions")))
        {
            html.Leaf("caption", $"The words that decide for {e.Predicted.Class}");
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                html.Leaf("th", "Word", ("scope", "col"));
                html.Leaf("th", "Here", ("scope", "col"));
                html.Leaf("th", "g", ("scope", "col"), ("class", "n"), ("title", "similarity g"));
                html.Leaf("th", "W", ("scope", "col"), ("class", "n"), ("title", "weight W"));
                html.Leaf("th", "W·g", ("scope", "col"), ("class", "n"), ("title", "contribution W·g"));
            }

            using (html.Open("tbody"))
            {
                foreach (var use in e.Words)
                    Row(html, pictures, e, use, largest);
            }

            using (html.Open("tfoot"))
            {
                if (e.OtherWords > 0)
                {
                    using (html.Open("tr", ("class", "other")))
                    {
                        html.Leaf("th", $"{Show.Plural(e.OtherWords, "other word", "other words")}", ("scope", "row"), ("colspan", "4"));
                        Contribution(html, e.OtherContribution, largest);
                    }
                }

                using (html.Open("tr", ("class", "total")))
                {
                    using (html.Open("th", ("scope", "row"), ("colspan", "4")))
                    {
                        html.Text("Logit ");
                        html.Leaf("small", e.OtherWords > 0
                            ? $"{Show.Fixed(listed, 3)} {(e.OtherContribution < 0 ? "−" : "+")} {Show.Fixed(Math.Abs(e.OtherContribution), 3)}"
                            : "sum of the rows");
                    }

                    html.Leaf("td", Show.Fixed(e.Logit, 3), ("class", "n"));
                }
            }
        }
    }

    private static void Row(HtmlWriter html, PictureSheet pictures, ReportExplanation e, ReportWordUse use, double largest)
    {
        var index = Show.Id(use.Word.Index);
        using (html.Open("tr"))
        {
            using (html.Open("th", ("scope", "row")))
            using (html.Open("a", ("class", "ref"), ("href", "#word-" + index)))
            {
                pictures.Patch(html, use.Word);
                using (html.Open("span", ("class", "who")))
                {
                    html.Leaf("b", use.Word.Title);
                    html.Leaf("small", use.Word.SourceClass);
                }
            }

            using (html.Open("td", ("class", "here")))
                pictures.Layered(html, e.Picture, use.HeatMap, $"Where word {index} was found in {e.Name}", use.Box);
            html.Leaf("td", Show.Fixed(use.Similarity, 3), ("class", "n"));
            html.Leaf("td", Show.Fixed(use.Weight, 3), ("class", "n"));
            Contribution(html, use.Contribution, largest);
        }
    }

    private static void Contribution(HtmlWriter html, double value, double largest)
    {
        var length = largest > 0 && double.IsFinite(value) ? Math.Abs(value) / largest : 0;
        using (html.Open("td", ("class", "n")))
        {
            html.Text(Show.Fixed(value, 3));
            using (html.Open("span", ("class", value < 0 ? "cbar minus" : "cbar"), ("aria-hidden", "true")))
                html.Leaf("span", "", ("style", $"--l:{Show.Css(length)}"));
        }
    }
}
