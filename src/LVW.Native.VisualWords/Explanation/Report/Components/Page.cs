using System.Globalization;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>A page's frame: head with all styles and pictures, title block, links to the sections, foot.</summary>
internal sealed class Page
{
    // The page asks nothing of the network, and says so to the browser.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private readonly ReportHeader _header;
    private readonly List<(string Id, string Name)> _sections = [];

    public Page(ReportHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        _header = header;
    }

    /// <summary>What stands below the title block.</summary>
    public HtmlWriter Body { get; } = new();

    /// <summary>What stands inside the title block, below the title.</summary>
    public HtmlWriter Intro { get; } = new();

    /// <summary>What stands beside the title, or below it on a narrow screen.</summary>
    public HtmlWriter Beside { get; } = new();

    /// <summary>All pictures of the page.</summary>
    public PictureSheet Pictures { get; } = new();

    /// <summary>Adds a link to a section, where the section is there.</summary>
    public void Link(string id, string name, bool present)
    {
        if (present)
            _sections.Add((id, name));
    }

    public override string ToString()
    {
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            Head(html);
            using (html.Open("body"))
            {
                html.Leaf("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
                Title(html);
                Links(html);
                using (html.Open("main", ("id", "content")))
                    html.Raw(Body.ToString());
                using (html.Open("footer"))
                    html.Leaf("p", "Made by LVW.Native. This page is one file and loads nothing.");
                using (html.Open("script"))
                    html.Raw(Script.WordTools);
            }
        }

        html.Raw("\n");
        return html.ToString();
    }

    /// <summary>Writes a page beside its destination and moves it there, so that a reader never meets half a page.</summary>
    public static void Write(string html, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        AtomicFile.WriteText(full, html);
    }

    private void Head(HtmlWriter html)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Leaf("title", _header.Title);
            html.Void("link", ("rel", "icon"), ("href", "data:,"));
            using (html.Open("style"))
                html.Raw(Styles.All);
            using (html.Open("style"))
                html.Raw(Pictures.Css);
        }
    }

    private void Title(HtmlWriter html)
    {
        using (html.Open("header", ("class", "title")))
        {
            using (html.Open("div"))
            {
                html.Leaf("h1", _header.Title);
                Run(html);
                html.Raw(Intro.ToString());
            }

            html.Raw(Beside.ToString());
        }
    }

    private void Run(HtmlWriter html)
    {
        using (html.Open("dl", ("class", "run")))
        {
            Fact(html, "Data", _header.DataSet);
            Fact(html, "Backbone", _header.Backbone);
            Fact(html, "Preset", _header.Preset);
            Fact(html, _header.Seeds is null ? "Seed" : "Seeds", _header.Seeds ?? _header.Seed.ToString(CultureInfo.InvariantCulture));
            if (_header.Device is { } device)
                Fact(html, "Device", device);
            using (html.Open("div"))
            {
                html.Leaf("dt", "Date");
                using (html.Open("dd"))
                {
                    html.Leaf("time", _header.Date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        ("datetime", _header.Date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)));
                }
            }
        }
    }

    private void Links(HtmlWriter html)
    {
        if (_sections.Count < 2)
            return;
        using (html.Open("nav", ("class", "links"), ("aria-label", "Sections")))
        using (html.Open("ul"))
        {
            foreach (var (id, name) in _sections)
            {
                using (html.Open("li"))
                    html.Leaf("a", name, ("href", "#" + id));
            }
        }
    }

    private static void Fact(HtmlWriter html, string name, string value)
    {
        using (html.Open("div"))
        {
            html.Leaf("dt", name);
            html.Leaf("dd", value);
        }
    }
}
