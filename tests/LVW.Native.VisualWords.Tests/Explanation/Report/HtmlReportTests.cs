using System.Globalization;
using System.Xml.Linq;
using LVW.Native.VisualWords.Explanation.Report;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

public sealed class HtmlReportTests
{
    private const string Nasty = "<script>alert(\"a&b\")</script>' onload='x\u0001";

    private static readonly Lazy<ReportModel> Sample = new(SampleModel.Create);

    [Fact]
    public void The_report_is_well_formed_self_contained_and_accessible()
    {
        var page = PageChecks.Check(HtmlReport.Render(Sample.Value));
        Assert.Equal(85, page.Descendants("article").Count(a => ((string?)a.Attribute("class"))!.StartsWith("word", StringComparison.Ordinal)));
        Assert.Equal(6, page.OfClass("explanation").Count());
        Assert.Equal(4, page.OfClass("chart").Count());
    }

    [Fact]
    public void The_pages_of_explain_and_words_are_well_formed_self_contained_and_accessible()
    {
        PageChecks.Check(ExplanationPage.Render(Sample.Value.Header, Sample.Value.Explanations));
        PageChecks.Check(WordSheetPage.Render(Sample.Value.Header, Sample.Value.Words));
    }

    [Fact]
    public void A_model_without_content_gives_a_page_without_empty_sections()
    {
        var header = Sample.Value.Header;
        var page = PageChecks.Check(HtmlReport.Render(new ReportModel { Header = header, Summary = new ReportSummary() }));
        Assert.Equal(["summary", "guide"], page.Descendants("section").Select(s => (string?)s.Attribute("id")));
        PageChecks.Check(ExplanationPage.Render(header, []));
        PageChecks.Check(WordSheetPage.Render(header, []));
    }

    [Fact]
    public void Records_without_optional_parts_are_shown()
    {
        var word = new ReportWord { Index = 0, Source = SamplePictures.Flower(0, 0), Box = new(0, 0, 1, 1), SourceName = "a.png", SourceClass = "a" };
        var use = new ReportWordUse { Word = word, HeatMap = HeatMapOverlay.Encode([1], 1, 1), Similarity = 2, Weight = 0 };
        var explanation = new ReportExplanation { Name = "b.png", Picture = word.Source, Predicted = new("a", 1), Words = [use], Logit = 0 };
        var bare = explanation with { Words = [] };
        var model = new ReportModel { Header = Sample.Value.Header, Summary = new ReportSummary { WordCount = 0, DistinctPatches = 0 }, Words = [word], Explanations = [explanation, bare] };
        PageChecks.Check(HtmlReport.Render(model));
    }

    [Fact]
    public void Every_name_is_escaped()
    {
        var sample = Sample.Value;
        var picture = sample.Words[0].Source;
        var near = new ReportNeighbour(picture, Nasty, Nasty, 0.1);
        var word = sample.Words[0] with
        {
            SourceName = Nasty, SourceClass = Nasty, NearestTest = [near], NearestTrain = [near], ClassHistogram = [new(Nasty, 2)], Votes = [new(Nasty, 1)],
        };
        var explanation = sample.Explanations[0] with
        {
            Name = Nasty, Predicted = new(Nasty, 0.5), Base = new("other", 0.5), TrueClass = Nasty, TopClasses = [new(Nasty, 0.5)],
            Words = [sample.Explanations[0].Words[0] with { Word = word }],
        };
        var html = HtmlReport.Render(new ReportModel
        {
            Header = new ReportHeader { Title = Nasty, DataSet = Nasty, Backbone = Nasty, Preset = Nasty, Seed = 1, Date = sample.Header.Date, Device = Nasty },
            Summary = new ReportSummary { Timings = [new(Nasty, TimeSpan.FromSeconds(1))] },
            TrainingCharts = [new ReportChart { Title = Nasty, XLabel = Nasty, YLabel = Nasty, Series = [new(Nasty, [1], [2])], Phases = [new(Nasty, 1)], Note = Nasty }],
            Confusion = new ReportConfusion { Classes = [Nasty, "b"], Counts = [1, 2, 3, 4] },
            Words = [word],
            Explanations = [explanation],
            Settings = [new(Nasty, Nasty)],
            Warnings = [Nasty],
        });

        var page = PageChecks.Check(html);
        Assert.Single(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name == "onload");
        Assert.Equal(Nasty.Replace('\u0001', '\uFFFD'), page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Shown_contributions_add_up_to_the_shown_logit()
    {
        var page = PageChecks.Parse(HtmlReport.Render(Sample.Value));
        var tables = page.OfClass("contributions").ToList();
        Assert.Equal(6, tables.Count);
        foreach (var table in tables)
        {
            var rows = table.Descendants("tr").Where(row => row.Elements("td").Any()).Select(row => Number(row.Elements("td").Last())).ToList();
            Assert.Equal(8, rows.Count);
            Assert.Equal(rows[^1], rows.SkipLast(1).Sum(), 0.0005 * rows.Count);
        }
    }

    [Fact]
    public void Warnings_name_disagreement_low_overlap_and_a_sum_that_is_not_the_logit()
    {
        var good = Sample.Value.Explanations[0];
        Assert.Empty(WarningsOf(good));
        Assert.Contains("disagree", Assert.Single(WarningsOf(good with { Base = new("elsewhere", 0.9) })));
        Assert.Contains("below chance", Assert.Single(WarningsOf(good with { AttentionIoU = 0.2 })));
        Assert.Contains("add up to", Assert.Single(WarningsOf(good with { Logit = good.Logit + 0.1 })));
        Assert.Contains("add up to", Assert.Single(WarningsOf(good with { Logit = double.NaN })));
    }

    [Fact]
    public void A_picture_shown_often_is_embedded_once()
    {
        var html = HtmlReport.Render(Sample.Value);
        var bytes = Convert.ToBase64String(Sample.Value.Explanations[0].Picture.Bytes);
        Assert.Equal(2, html.Split(bytes).Length);
    }

    [Fact]
    public void The_page_does_not_depend_on_the_culture()
    {
        var expected = HtmlReport.Render(Sample.Value);
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        comma.DateTimeFormat.TimeSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, HtmlReport.Render(Sample.Value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_replaces_the_file_and_leaves_nothing_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("lvw-report-").FullName;
        try
        {
            var path = Path.Combine(folder, "report", "index.html");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "old");
            HtmlReport.Write(Sample.Value, path);
            Assert.Equal(HtmlReport.Render(Sample.Value), File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));

            // A file of the user's that is called as a part might be.
            File.WriteAllText(path + ".partial", "own");
            HtmlReport.Write(Sample.Value, path);
            Assert.Equal("own", File.ReadAllText(path + ".partial"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_confusion_matrix_of_the_wrong_size_is_refused()
    {
        var model = Sample.Value with { Confusion = new ReportConfusion { Classes = ["a", "b"], Counts = [1, 2, 3] } };
        Assert.Contains("3 counts do not fill 2×2", Assert.Throws<ArgumentException>(() => HtmlReport.Render(model)).Message);
    }

    [Fact]
    public void A_matrix_of_37_classes_has_a_cell_for_each_pair()
    {
        var classes = Enumerable.Range(0, 37).Select(i => $"breed {i}").ToArray();
        var model = Sample.Value with { Confusion = new ReportConfusion { Classes = classes, Counts = new int[37 * 37] } };
        var table = PageChecks.Check(HtmlReport.Render(model)).OfClass("matrix").Single();
        Assert.Equal(37, table.Element("tbody")!.Elements("tr").Count());
        Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal(38, row.Elements("td").Count()));
    }

    private static IReadOnlyList<string> WarningsOf(ReportExplanation explanation) =>
        [.. PageChecks.Check(ExplanationPage.Render(Sample.Value.Header, [explanation])).OfClass("warning").Select(w => w.Value)];

    private static double Number(XElement cell) =>
        double.Parse(cell.Nodes().OfType<XText>().First().Value.Replace('−', '-'), CultureInfo.InvariantCulture);
}
