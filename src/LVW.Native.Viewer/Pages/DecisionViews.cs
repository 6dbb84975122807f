using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>The picture, where the base model looks and where the words look.</summary>
internal static class DecisionViews
{
    public static void Render(HtmlWriter html, ViewerState state, Subject subject, LocalExplanation now)
    {
        string view = Address.Picture(state, subject, "view");
        using (html.Open("div", ("class", "views")))
        {
            View(html, view, null, "Picture", $"The picture {now.Name}", null);
            if (now.BaseAttention is not null) View(html, view, Address.Picture(state, subject, "attention"), "Base model looks here", "Where the base model looks", "base");
            if (now.Nearest.Count > 0) View(html, view, Address.UnderRule(state, subject, "words"), "Words look here", "Where the words look", "words");
        }

        if (now.AttentionIoU50 is not { } overlap || now.ChanceIoU50 is not { } chance) return;
        using (html.Open("div", ("class", "overlap")))
        {
            using (html.Open("p"))
            {
                html.Text("Overlap of both, top half ");
                html.Leaf("b", Show.Fixed(overlap, 2));
            }

            Parts.Bar(html, overlap, overlap < chance ? "bad" : "");
            html.Leaf("p", $"By chance it would be {Show.Fixed(chance, 2)}.", ("class", "note"));
        }
    }

    private static void View(HtmlWriter html, string view, string? over, string caption, string alt, string? kind)
    {
        using (html.Open("figure", ("class", kind)))
        {
            Parts.Shot(html, view, alt, over);
            html.Leaf("figcaption", caption);
        }
    }
}
