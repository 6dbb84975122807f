using System.Reflection;
using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.Viewer.Pages;

/// <summary>The report's styles, and what the pages here need besides.</summary>
internal static class Styling
{
    public static string All { get; } = Styles.All + Own();

    private static string Own()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/style.css")!);
        return reader.ReadToEnd();
    }
}
