using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>The pictures of a set as a grid, with what the words say of each.</summary>
internal static class PicturesPage
{
    private const int OnPage = 60;

    public static string Render(ViewerState state, SetScores scores, PicturesQuery query)
    {
        SetPredictions? now = scores.Under(state.WhatIf.Current), kept = scores.Under(state.WhatIf.Kept);
        List<int> chosen = query.Select(scores, now, kept);
        int pages = Math.Max(1, (chosen.Count + OnPage - 1) / OnPage), page = Math.Min(query.Page, pages);
        string title = scores == state.Test ? "Test pictures" : "Training pictures";
        string said = now is null ? "" : $"{Show.Percent(now.Accuracy)} of the pictures are right.";
        return Frame.Render(state, title, $"/pictures/{scores.Name}", said, html =>
        {
            using (html.Open("h1"))
            {
                html.Text(title + " ");
                html.Leaf("small", Show.Count(scores.Set.Pictures.Count) + (now is null ? "" : $", {Show.Percent(now.Accuracy)} right"));
            }

            Form(html, state, scores, query, now is not null, chosen.Count);
            if (now is null)
            {
                string name = scores == state.Test ? "test" : "training";
                using (html.Open("div", ("class", "missing")))
                    Parts.Progress(html, scores.Job, $"Reading the {name} pictures, to tell what the words say of each", $"Tell what the words say of each of them");
            }

            using (html.Open("ul", ("class", "gallery")))
            {
                foreach (int n in chosen.Skip((page - 1) * OnPage).Take(OnPage)) Entry(html, state, scores, n, now, kept);
            }

            if (chosen.Count == 0) html.Leaf("p", "No picture is like that. Choose other classes or show all pictures.", ("class", "empty"));
            Parts.Pager(html, page, pages, to => query.OfPage(scores.Name, to));
        });
    }

    private static void Form(HtmlWriter html, ViewerState state, SetScores scores, PicturesQuery query, bool isKnown, int shown)
    {
        using (html.Open("form", ("class", "tools"), ("method", "get"), ("action", $"/pictures/{scores.Name}")))
        {
            Parts.Choice(html, "class", "Class", query.Class is { } c ? Show.Id(c) : "", Parts.Classes(state));
            if (isKnown)
            {
                Parts.Choice(html, "predicted", "Words say", query.Predicted is { } p ? Show.Id(p) : "", Parts.Classes(state));
                List<(string, string)> results = [("all", "all pictures"), ("right", "right"), ("wrong", "wrong")];
                if (scores.BaseClasses.Length > 0) results.Add(("differs", "unlike the base model"));
                results.Add(("changed", "changed by words left out"));
                Parts.Choice(html, "result", "Show", query.Result, results);
            }

            html.Leaf("button", "Show", ("type", "submit"));
            html.Leaf("output", Show.Plural(shown, "picture", "pictures"));
        }
    }

    private static void Entry(HtmlWriter html, ViewerState state, SetScores scores, int n, SetPredictions? now, SetPredictions? kept)
    {
        Picture picture = scores.Set.Pictures[n];
        IReadOnlyList<string> classes = state.Run.Description.Classes;
        string label = classes[picture.ClassIndex];
        using (html.Open("li"))
        using (html.Open("a", ("href", Address.Decision(scores.Name, n)), ("title", picture.Key)))
        {
            Parts.Shot(html, Address.Thumbnail(state, scores.Name, n), "", kind: "shot square");
            if (now is null)
            {
                html.Leaf("span", label, ("class", "label"));
                return;
            }

            bool isRight = now.Classes[n] == picture.ClassIndex;
            using (html.Open("span", ("class", "label")))
            {
                html.Leaf("b", classes[now.Classes[n]]);
                html.Leaf("span", isRight ? "right" : "wrong", ("class", isRight ? "badge good" : "badge bad"));
            }

            string chance = Show.Percent(now.Probabilities[n], 0);
            string before = kept is not null && kept.Classes[n] != now.Classes[n] ? $", was {classes[kept.Classes[n]]}" : "";
            html.Leaf("span", (isRight ? chance : $"{chance}, is {label}") + before, ("class", "note"));
        }
    }
}
