using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>What stands around every page: title, links, what is left out, and the place that tells of changes.</summary>
internal static class Frame
{
    private static readonly (string Address, string Name)[] Links =
        [("/words", "Words"), ("/pictures/test", "Test set"), ("/pictures/train", "Training set"), ("/pictures/yours", "Your picture")];

    /// <summary>A page.</summary>
    /// <param name="state">What is shown.</param>
    /// <param name="title">What the page is about.</param>
    /// <param name="place">The address of the link that it belongs to.</param>
    /// <param name="said">What is told when the page has changed under the reader; null for nothing.</param>
    /// <param name="body">Writes the content; it is replaced when words are left out.</param>
    public static string Render(ViewerState state, string title, string place, string? said, Action<HtmlWriter> body)
    {
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html, state, title);
            using (html.Open("body"))
            {
                html.Leaf("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
                Top(html, state, place);
                using (html.Open("main", ("id", "content"), ("tabindex", "-1")))
                {
                    WhatIfBanner.Render(html, state);
                    using (html.Open("div", ("id", "live"), ("data-said", said ?? "")))
                        body(html);
                }

                html.Leaf("p", "", ("id", "said"), ("class", "quiet"), ("role", "status"), ("aria-live", "polite"));
                html.Leaf("p", "", ("id", "problem"), ("class", "problem toast"), ("role", "alert"));
                using (html.Open("footer"))
                    html.Leaf("p", "LVW.Native, served on this machine alone. Nothing that you do here is written to the run.");
            }
        }

        html.Raw("\n");
        return html.ToString();
    }

    private static void Head(HtmlWriter html, ViewerState state, string title)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Leaf("title", $"{title} – {state.Run.Header.Title}");
            html.Void("link", ("rel", "icon"), ("href", "/icon.svg"), ("type", "image/svg+xml"));
            html.Void("link", ("rel", "stylesheet"), ("href", "/style.css"));
            html.Leaf("script", "", ("src", "/script.js"), ("defer", "defer"));
        }
    }

    private static void Top(HtmlWriter html, ViewerState state, string place)
    {
        using (html.Open("header", ("class", "top")))
        {
            using (html.Open("p", ("class", "run-title")))
            {
                html.Leaf("a", state.Run.Header.Title, ("href", "/words"));
                html.Leaf("small", $"{state.Run.Header.Backbone}, {Show.Plural(state.Run.Classes, "class", "classes")}, {Show.Plural(state.Words.Count, "word", "words")}");
            }

            using (html.Open("nav", ("class", "places"), ("aria-label", "Pages")))
            using (html.Open("ul"))
            {
                foreach ((string address, string name) in Links)
                {
                    using (html.Open("li"))
                        html.Leaf("a", name, ("href", address), ("aria-current", address == place ? "page" : null));
                }
            }
        }
    }
}
