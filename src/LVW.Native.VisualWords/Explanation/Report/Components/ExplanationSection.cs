namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The explained pictures, the rightly recognised first.</summary>
internal static class ExplanationSection
{
    public static void Render(HtmlWriter html, PictureSheet pictures, IReadOnlyList<ReportExplanation> explanations)
    {
        if (explanations.Count == 0)
            return;
        using (html.Open("section", ("id", "explanations"), ("aria-labelledby", "explanations-title")))
        {
            html.Leaf("h2", "Explanations", ("id", "explanations-title"));
            html.Leaf("p", "A picture’s class is decided by the words found in it: each adds its similarity g times its weight W. "
                + "The contributions add up to the class’s logit; nothing else enters the decision.", ("class", "intro"));

            var wrong = explanations.Count(ExplanationCard.IsWrong);
            var mixed = wrong > 0 && wrong < explanations.Count;
            for (var group = 0; group < (mixed ? 2 : 1); group++)
            {
                if (mixed)
                    html.Leaf("h3", group == 0 ? "Recognised" : "Mistaken", ("class", "group"));
                for (var i = 0; i < explanations.Count; i++)
                {
                    if (!mixed || ExplanationCard.IsWrong(explanations[i]) == (group == 1))
                        ExplanationCard.Render(html, pictures, explanations[i], i);
                }
            }
        }
    }
}
