namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>A mark on a bullet bar, with its name below the bar.</summary>
internal readonly record struct BulletMark(string Name, double Value, string Text, string Kind);

/// <summary>A bar from 0 to 1 with marks: one number beside its yardsticks.</summary>
internal static class Bullet
{
    public static void Render(HtmlWriter html, string label, double value, string kind, params ReadOnlySpan<BulletMark> marks)
    {
        var spoken = label;
        foreach (var mark in marks)
            spoken += $"; {mark.Name} {mark.Text}";

        using (html.Open("div", ("class", "bullet " + kind), ("role", "img"), ("aria-label", spoken)))
        {
            html.Leaf("span", "", ("class", "fill"), ("style", $"width:{Show.CssPercent(value)}"));
            foreach (var mark in marks)
                html.Leaf("span", "", ("class", "mark " + mark.Kind), ("style", $"left:{Show.CssPercent(mark.Value)}"));
        }

        if (marks.IsEmpty)
            return;
        using (html.Open("ul", ("class", "marks"), ("aria-hidden", "true")))
        {
            foreach (var mark in marks)
            {
                using (html.Open("li"))
                {
                    html.Leaf("span", "", ("class", "mark " + mark.Kind));
                    html.Text($"{mark.Name} {mark.Text}");
                }
            }
        }
    }
}
