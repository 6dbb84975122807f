using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>What could not be shown, and why, in one line.</summary>
internal static class ErrorPage
{
    public static string Render(ViewerState state, string title, string line) => Frame.Render(state, title, "", null, html =>
    {
        html.Leaf("h1", title);
        html.Leaf("p", line, ("class", "problem"), ("role", "alert"));
    });
}
