using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.Serving;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>Where a picture is dropped in.</summary>
internal static class DropPage
{
    public static string Render(ViewerState state) => Frame.Render(state, "Your picture", "/pictures/yours", null, html =>
    {
        html.Leaf("h1", "Your picture");
        html.Leaf("p", "Drop a picture on this page, or choose a file, and see which words decide on it. It stays in the memory of this machine and is gone when the viewer ends.", ("class", "intro"));
        Zone(html);
        if (state.Dropped.All.Count == 0) return;
        html.Leaf("h2", "Dropped in before");
        using (html.Open("ul", ("class", "gallery")))
        {
            foreach (Subject subject in state.Dropped.All)
            {
                using (html.Open("li"))
                using (html.Open("a", ("href", Address.Decision(subject))))
                {
                    Parts.Shot(html, Address.Picture(state, subject, "thumb"), "", kind: "shot square");
                    html.Leaf("span", subject.Name, ("class", "label"));
                }
            }
        }
    });

    private static void Zone(HtmlWriter html)
    {
        using (html.Open("div", ("class", "drop"), ("id", "drop"), ("data-limit", Show.Id(ChangeRoutes.LargestPicture))))
        {
            using (html.Open("label"))
            {
                html.Leaf("span", "Choose a picture");
                html.Void("input", ("type", "file"), ("id", "file"), ("accept", "image/jpeg,image/png,image/bmp"), ("aria-describedby", "file-note"));
            }

            html.Leaf("p", $"JPEG, PNG or BMP, up to {ChangeRoutes.LargestPicture >> 20} MiB.", ("class", "note"), ("id", "file-note"));
        }
    }
}
