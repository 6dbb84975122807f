using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>Why a picture got its class: the words that decide, where they are, and what changes without some of them.</summary>
internal static class DecisionPage
{
    public static string Render(ViewerState state, ReadPicture read)
    {
        LocalExplanation now = state.Explanations.Explain(read, state.WhatIf.Current);
        LocalExplanation? kept = state.WhatIf.Current == state.WhatIf.Kept ? null : state.Explanations.Explain(read, state.WhatIf.Kept);
        string set = read.Subject.Path.Split('/')[0];
        return Frame.Render(state, $"{now.Predicted.Class}: {FileName(now)}", $"/pictures/{set}", Said(state, now, kept), html =>
        {
            Steps(html, state, read.Subject);
            using (html.Open("article", ("class", "explanation"), ("aria-labelledby", "decision")))
            {
                Head(html, now);
                if (kept is not null) Change(html, state, now, kept);
                foreach (string warning in now.Warnings) html.Leaf("p", warning, ("class", "warning"));
                html.Leaf("p", ExplanationWarnings.Settled(now), ("class", "note settled"));
                using (html.Open("div", ("class", "columns")))
                {
                    using (html.Open("div", ("class", "look")))
                    {
                        DecisionViews.Render(html, state, read.Subject, now);
                        ClassTable.Render(html, state, read, now, isChanged: kept is not null);
                    }

                    using (html.Open("div"))
                        DecisionTable.Render(html, state, read, now);
                }

                AllWordsTable.Render(html, state, read, now);
            }
        });
    }

    private static string FileName(LocalExplanation explanation) => explanation.Name[(explanation.Name.LastIndexOf('/') + 1)..];

    private static string Said(ViewerState state, LocalExplanation now, LocalExplanation? kept)
    {
        string decision = $"{now.Predicted.Class}, {Show.Percent(now.Predicted.Probability, 0)}";
        if (kept is null) return $"With all words: {decision}.";
        string change = kept.Predicted.Index == now.Predicted.Index ? "still" : $"not {kept.Predicted.Class} any more but";
        return $"Without {WhatIfBanner.Names(state.WhatIf.LeftOut)}: {change} {decision}.";
    }

    private static void Steps(HtmlWriter html, ViewerState state, Subject subject)
    {
        string[] path = subject.Path.Split('/');
        using (html.Open("nav", ("class", "steps"), ("aria-label", "Other pictures")))
        {
            if (state.Find(path[0]) is not { } scores)
            {
                html.Leaf("a", "Another picture", ("href", "/pictures/yours"));
                return;
            }

            int index = int.Parse(path[1], System.Globalization.CultureInfo.InvariantCulture);
            if (index > 0) html.Leaf("a", "← Previous picture", ("href", Address.Decision(path[0], index - 1)), ("rel", "prev"));
            if (index + 1 < scores.Set.Pictures.Count) html.Leaf("a", "Next picture →", ("href", Address.Decision(path[0], index + 1)), ("rel", "next"));
        }
    }

    private static void Head(HtmlWriter html, LocalExplanation now)
    {
        using (html.Open("header"))
        {
            using (html.Open("h1", ("id", "decision")))
            {
                html.Text(now.Predicted.Class + " ");
                if (now.TrueClass is { } truth)
                {
                    bool isRight = truth == now.Predicted.Class;
                    html.Leaf("span", isRight ? "right" : "wrong", ("class", isRight ? "badge good" : "badge bad"));
                }
            }

            html.Leaf("p", now.Name, ("class", "name"));
            using (html.Open("dl", ("class", "answers")))
            {
                Answer(html, "Words", now.Predicted.Class, Show.Percent(now.Predicted.Probability, 0), "words");
                if (now.Base is { } model) Answer(html, "Base model", model.Class, Show.Percent(model.Probability, 0), "base");
                if (now.TrueClass is { } label) Answer(html, "Truth", label, null, "truth");
            }
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
                if (probability is not null) html.Leaf("span", " " + probability);
            }
        }
    }

    private static void Change(HtmlWriter html, ViewerState state, LocalExplanation now, LocalExplanation kept)
    {
        using (html.Open("p", ("class", "change"), ("id", "change")))
        {
            html.Text($"Without {WhatIfBanner.Names(state.WhatIf.LeftOut)}{(state.WhatIf.Current.IsFitted ? ", W fitted again" : "")}: ");
            html.Leaf("b", $"{kept.Predicted.Class} {Show.Percent(kept.Predicted.Probability, 0)}");
            html.Text(kept.Predicted.Index == now.Predicted.Index ? " stays " : " becomes ");
            html.Leaf("b", $"{now.Predicted.Class} {Show.Percent(now.Predicted.Probability, 0)}");
            html.Text(".");
        }
    }
}
