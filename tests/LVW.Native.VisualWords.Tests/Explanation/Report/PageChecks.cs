using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

/// <summary>What must hold for every page.</summary>
internal static partial class PageChecks
{
    public static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    /// <summary>Well-formed, self-contained, with alternative texts, unique ids and links that end on the page.</summary>
    public static XDocument Check(string html)
    {
        var page = Parse(html);
        Assert.DoesNotMatch("https?:", html);
        Assert.All(References().Matches(html), match => Assert.StartsWith("data:", match.Groups[1].Value));
        Assert.DoesNotContain("@import", html);

        foreach (var element in page.Descendants())
        {
            if (element.Name == "img" || (string?)element.Attribute("role") == "img")
                Assert.False(string.IsNullOrWhiteSpace((string?)element.Attribute(element.Name == "img" ? "alt" : "aria-label")), element.Name + " has no text");
            if (element.Attribute("src") is { } source)
                Assert.StartsWith("data:", source.Value);
        }

        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.All(page.Descendants("a").Attributes("href"), link => Assert.Contains(link.Value.TrimStart('#'), ids));
        return page;
    }

    public static IEnumerable<XElement> OfClass(this XContainer container, string name) =>
        container.Descendants().Where(element => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(name));

    [GeneratedRegex(@"url\((.{0,10})")]
    private static partial Regex References();
}
