using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>
/// What several pages are made of. Lengths and places are attributes of drawings, not styles: the policy of the pages allows no styles in attributes.
/// </summary>
internal static class Parts
{
    /// <summary>A picture by its address, with a map and a box over it where they are given.</summary>
    public static void Shot(HtmlWriter html, string address, string alt, string? over = null, ReportBox? box = null, string kind = "shot")
    {
        using (html.Open("span", ("class", kind)))
        {
            html.Void("img", ("src", address), ("alt", alt), ("loading", "lazy"), ("decoding", "async"));
            if (over is not null) html.Void("img", ("class", "over"), ("src", over), ("alt", ""), ("loading", "lazy"), ("decoding", "async"));
            if (box is { } b) Frame(html, b);
        }
    }

    /// <summary>A bar that is full at 1.</summary>
    public static void Bar(HtmlWriter html, double fraction, string kind = "")
    {
        using (html.Open("svg", ("class", $"bar {kind}".TrimEnd()), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")))
            html.Void("rect", ("width", Show.Css(100 * Bounded(fraction))), ("height", "1"));
    }

    /// <summary>A bar from the middle: to the right for what speaks for a class, to the left for what speaks against it.</summary>
    public static void Signed(HtmlWriter html, double fraction)
    {
        double length = 50 * Bounded(Math.Abs(fraction));
        using (html.Open("svg", ("class", fraction < 0 ? "bar minus" : "bar"), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")))
            html.Void("rect", ("x", Show.Css(fraction < 0 ? 50 - length : 50)), ("width", Show.Css(length)), ("height", "1"));
    }

    /// <summary>Whether a word decides: the box that leaves it out.</summary>
    /// <param name="html">The page.</param>
    /// <param name="word">The word.</param>
    /// <param name="place">Tells boxes of one word on one page apart.</param>
    /// <param name="text">What stands beside it; null where a table's head says it.</param>
    public static void Use(HtmlWriter html, WordFacts word, string place, string? text)
    {
        string number = Show.Id(word.Number);
        using (html.Open("label", ("class", "use")))
        {
            html.Void(
                "input",
                ("type", "checkbox"),
                ("id", $"{place}-{number}"),
                ("data-word", number),
                ("autocomplete", "off"),
                ("aria-label", text is null ? $"Use word {number}" : null),
                ("checked", word.IsUsed ? "checked" : null),
                ("disabled", word.IsKept ? null : "disabled"));
            if (text is not null) html.Text(" " + text);
        }
    }

    /// <summary>What a background job is doing, or the button that begins it.</summary>
    public static void Progress(HtmlWriter html, BackgroundJob job, string doing, string? offer)
    {
        // One that has ended since the page was begun is asked for once more, and the page with it.
        if (job.State is JobState.Running or JobState.Done)
        {
            using (html.Open("p", ("class", "job"), ("data-job", job.Name)))
            {
                html.Text(doing + " ");
                html.Leaf("progress", "", ("max", Show.Id(Math.Max(1, job.Total))), ("value", Show.Id(job.Done)), ("aria-label", doing));
                html.Leaf("span", $" {Show.Count(job.Done)} of {Show.Count(job.Total)}", ("class", "count"));
            }
        }
        else if (job.State == JobState.Failed)
        {
            html.Leaf("p", job.Error ?? "", ("class", "problem"), ("role", "alert"));
            if (offer is not null) html.Leaf("button", "Try again", ("type", "button"), ("data-post", "/jobs"), ("data-body", $"set={job.Name}"));
        }
        else if (offer is not null)
        {
            html.Leaf("button", offer, ("type", "button"), ("data-post", "/jobs"), ("data-body", $"set={job.Name}"));
        }
    }

    /// <summary>Links to the other pages of a long list.</summary>
    public static void Pager(HtmlWriter html, int page, int pages, Func<int, string> address)
    {
        if (pages < 2) return;
        using (html.Open("nav", ("class", "pager"), ("aria-label", "Pages of the list")))
        {
            if (page > 1) html.Leaf("a", "← Previous", ("href", address(page - 1)), ("rel", "prev"));
            html.Leaf("span", $"Page {Show.Count(page)} of {Show.Count(pages)}");
            if (page < pages) html.Leaf("a", "Next →", ("href", address(page + 1)), ("rel", "next"));
        }
    }

    /// <summary>A choice of a form.</summary>
    public static void Choice(HtmlWriter html, string name, string label, string chosen, IEnumerable<(string Value, string Text)> options)
    {
        using (html.Open("label"))
        {
            html.Text(label + " ");
            using (html.Open("select", ("name", name)))
            {
                foreach ((string value, string text) in options) html.Leaf("option", text, ("value", value), ("selected", value == chosen ? "selected" : null));
            }
        }
    }

    /// <summary>All classes as a choice.</summary>
    public static IEnumerable<(string Value, string Text)> Classes(ViewerState state)
        => state.Run.Description.Classes.Select((name, c) => (Show.Id(c), name)).Prepend(("", "any class"));

    private static void Frame(HtmlWriter html, ReportBox box)
    {
        using (html.Open("svg", ("class", "frame"), ("viewBox", "0 0 100 100"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")))
        {
            foreach (string kind in new[] { "dark", "light" })
            {
                html.Void(
                    "rect",
                    ("class", kind),
                    ("x", Show.Css(100 * box.Left)),
                    ("y", Show.Css(100 * box.Top)),
                    ("width", Show.Css(100 * box.Width)),
                    ("height", Show.Css(100 * box.Height)));
            }
        }
    }

    private static double Bounded(double fraction) => double.IsFinite(fraction) ? Math.Clamp(fraction, 0, 1) : 0;
}
