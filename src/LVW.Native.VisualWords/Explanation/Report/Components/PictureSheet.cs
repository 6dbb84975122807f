using System.Security.Cryptography;
using System.Text;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Holds each picture of a page once, as a background of a style class, and shows it whole, cut or under a heat map.</summary>
internal sealed class PictureSheet
{
    // A patch shows at least this part of its picture, so that a tight box keeps some surroundings.
    private const double SmallestCut = 0.16;

    private readonly Dictionary<ReportPicture, string> _classes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> _byContent = new(StringComparer.Ordinal);
    private readonly StringBuilder _css = new();

    /// <summary>The style rules of all pictures shown so far.</summary>
    public string Css => _css.ToString();

    /// <summary>The whole picture, with a box drawn on it where one is given.</summary>
    public void Whole(HtmlWriter html, ReportPicture picture, string alt, ReportBox? box = null)
    {
        using (html.Open("span", ("class", "pic " + ClassOf(picture)), ("role", "img"), ("aria-label", alt), ("style", Aspect(picture))))
            Box(html, box);
    }

    /// <summary>The square around a box, cut from the picture.</summary>
    public void Cut(HtmlWriter html, ReportPicture picture, ReportBox box, string alt)
    {
        var side = Math.Max(Math.Max(box.Width * picture.Width, box.Height * picture.Height), SmallestCut * Math.Min(picture.Width, picture.Height));
        side = Math.Min(side, Math.Min(picture.Width, picture.Height));
        double width = side / picture.Width, height = side / picture.Height;
        var left = Math.Clamp(box.Left + ((box.Width - width) / 2), 0, 1 - width);
        var top = Math.Clamp(box.Top + ((box.Height - height) / 2), 0, 1 - height);
        var x = width < 1 ? left / (1 - width) : 0;
        var y = height < 1 ? top / (1 - height) : 0;
        html.Leaf("span", "", ("class", "pic " + ClassOf(picture)), ("role", "img"), ("aria-label", alt), ("style",
            $"aspect-ratio:1;background-size:{Show.Css(100 / width)}% {Show.Css(100 / height)}%;background-position:{Show.CssPercent(x)} {Show.CssPercent(y)}"));
    }

    /// <summary>A heat map over a picture; an opaque map simply hides the picture.</summary>
    public void Layered(HtmlWriter html, ReportPicture picture, ReportPicture overlay, string alt, ReportBox? box = null)
    {
        using (html.Open("span", ("class", "pic " + ClassOf(picture)), ("style", Aspect(picture))))
        {
            html.Void("img", ("src", DataUri(overlay)), ("alt", alt), ("loading", "lazy"), ("decoding", "async"));
            Box(html, box);
        }
    }

    /// <summary>The patch that a word is.</summary>
    public void Patch(HtmlWriter html, ReportWord word)
    {
        var alt = $"Word {Show.Id(word.Index)}: patch of a training picture of {word.SourceClass}";
        if (word.Patch is { } patch)
            Whole(html, patch, alt);
        else
            Cut(html, word.Source, word.Box, alt);
    }

    private static void Box(HtmlWriter html, ReportBox? box)
    {
        if (box is not { } b)
            return;
        html.Leaf("span", "", ("class", "box"), ("style",
            $"left:{Show.CssPercent(b.Left)};top:{Show.CssPercent(b.Top)};width:{Show.CssPercent(b.Width)};height:{Show.CssPercent(b.Height)}"));
    }

    private static string Aspect(ReportPicture picture) => $"aspect-ratio:{Show.Id(picture.Width)}/{Show.Id(picture.Height)}";

    private static string DataUri(ReportPicture picture) => $"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}";

    private string ClassOf(ReportPicture picture)
    {
        if (_classes.TryGetValue(picture, out var name))
            return name;

        var content = Convert.ToHexString(SHA256.HashData(picture.Bytes));
        if (!_byContent.TryGetValue(content, out name))
        {
            name = "p" + Show.Id(_byContent.Count);
            _byContent.Add(content, name);
            _css.Append('.').Append(name).Append("{background-image:url(").Append(DataUri(picture)).Append(")}\n");
        }

        _classes.Add(picture, name);
        return name;
    }
}
