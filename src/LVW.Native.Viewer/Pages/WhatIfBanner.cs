using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>What is left out, what that does to the test pictures, and how to keep it.</summary>
internal static class WhatIfBanner
{
    private const int NumbersShown = 12;

    public static void Render(HtmlWriter html, ViewerState state)
    {
        WhatIf whatIf = state.WhatIf;
        using (html.Open("section", ("id", "what-if"), ("aria-label", "Words left out"), ("hidden", whatIf.LeftOut.Count == 0 ? "hidden" : null)))
        {
            if (whatIf.LeftOut.Count == 0) return;
            using (html.Open("p"))
            {
                html.Leaf("strong", $"Without {Names(whatIf.LeftOut)}. ");
                html.Text(Accuracy(state));
            }

            using (html.Open("p", ("class", "choices")))
            {
                using (html.Open("label", ("class", "use")))
                {
                    html.Void("input", ("type", "checkbox"), ("id", "fit"), ("data-fit", "fit"), ("autocomplete", "off"), ("checked", whatIf.Fits ? "checked" : null));
                    html.Text(" Fit the weights W again");
                }

                html.Leaf("button", "Use all words again", ("type", "button"), ("id", "reset"), ("data-post", "/what-if"), ("data-body", "reset=1"));
            }

            if (whatIf.Fits && !whatIf.Current.IsFitted) Parts.Progress(html, whatIf.Scores, "Reading the training pictures to fit W on", null);
            using (html.Open("p", ("class", "note")))
            {
                html.Text("Only tried out here. To keep it, with W fitted again, until lvw words undo: ");
                html.Leaf("code", Command(state));
            }
        }
    }

    /// <summary>The words that are left out, in a few words.</summary>
    public static string Names(IReadOnlyList<int> words)
    {
        string numbers = string.Join(", ", words.Take(NumbersShown).Select(Show.Id)) + (words.Count > NumbersShown ? ", …" : "");
        return $"{(words.Count == 1 ? "word" : "words")} {numbers}";
    }

    private static string Accuracy(ViewerState state)
    {
        if (state.Test.Under(state.WhatIf.Kept) is not { } before || state.Test.Under(state.WhatIf.Current) is not { } now) return "";
        int changed = before.Classes.Zip(now.Classes).Count(pair => pair.First != pair.Second);
        string fitted = state.WhatIf.Current.IsFitted ? "W fitted again" : "W as it was";
        return $"{Show.Plural(changed, "test picture changes", "test pictures change")} class; accuracy {Show.Percent(before.Accuracy)} → {Show.Percent(now.Accuracy)}, {fitted}.";
    }

    private static string Command(ViewerState state)
    {
        string folder = state.Run.Folder.Path;
        string quoted = folder.All(letter => char.IsLetterOrDigit(letter) || "/\\._-:".Contains(letter)) ? folder : $"'{folder.Replace("'", "'\\''")}'";
        return $"lvw words disable {quoted} {string.Join(',', state.WhatIf.LeftOut.Select(Show.Id))}";
    }
}
