using System.Text.Json;
using System.Xml.Linq;
using LVW.Native.VisualWords.Comparison;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Comparison;

public sealed class ComparisonTableTests
{
    private static readonly ReportHeader Header = new()
    {
        Title = "Methods <side> by side", DataSet = "flowers", Backbone = "resnet", Preset = "quick", Seed = 1, Seeds = "1, 2", Date = DateTimeOffset.UnixEpoch,
    };

    private readonly ComparisonTable table = Table(Run("lvw", 1, 0.8, 0.6), Run("lvw", 2, 0.9, 0.7), Run("protopnet", 1, 0.6, 0.5), Run("protopnet", 2, 0.72, 0.62), Base(1, 0.85), Base(2, 0.95));

    [Fact]
    public void Cells_are_means_and_deviations_over_seeds_and_differences_are_paired()
    {
        Assert.Equal("85.0 ± 7.1", Cell("lvw", "accuracy"));
        Assert.Equal("−19.0 ± 1.4 *", Difference("protopnet", "accuracy"));
        Assert.Equal("0.650 ± 0.071", Cell("lvw", "attentionIoU50"));
        Assert.Equal("−0.090 ± 0.014 *", Difference("protopnet", "attentionIoU50"));
        Assert.Equal("+5.0 ± 0.0 *", Difference("black-box", "accuracy"));
    }

    [Fact]
    public void A_figure_that_a_method_lacks_is_a_dash_and_one_that_all_lack_no_column()
    {
        Assert.Equal("–", Cell("black-box", "attentionIoU50"));
        Assert.Equal("–", Difference("black-box", "agreement"));
        Assert.DoesNotContain(table.Figures, figure => figure.Key == "pointing");
    }

    [Fact]
    public void The_base_models_own_curves_stand_where_there_are_no_words()
        => Assert.Equal("0.300 ± 0.000", Cell("black-box", "deletionAuc"));

    [Fact]
    public void Yardsticks_are_means_over_the_runs()
    {
        Assert.Equal("chance 10.0, base model 90.0", ComparisonText.Yardsticks(table, Figure("accuracy")));
        Assert.Equal("chance 0.333, centre 0.500", ComparisonText.Yardsticks(table, Figure("attentionIoU50")));
    }

    [Fact]
    public void Missing_runs_are_counted_and_a_cell_of_fewer_seeds_says_so()
    {
        ComparisonTable some = Table(Run("lvw", 1, 0.8, 0.6), Run("lvw", 2, 0.9, 0.6), Run("protopnet", 2, 0.7, 0.5));
        Assert.Equal(3, some.Missing);
        Assert.Equal("70.0 (n = 1)", ComparisonText.Cell(some, Methods.Get("protopnet"), Figure("accuracy")));
        Assert.Equal("−20.0 (n = 1)", ComparisonText.DifferenceCell(some, Methods.Get("protopnet"), Figure("accuracy")));
        Assert.Contains("3 of 6 runs are missing", ComparisonText.Summary(some), StringComparison.Ordinal);
        Assert.DoesNotContain("missing", ComparisonText.Summary(table), StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_holds_every_run_and_what_runs_come_to()
    {
        using JsonDocument json = JsonDocument.Parse(ComparisonJson.Write(table));
        JsonElement lvw = json.RootElement.GetProperty("methods")[0], proto = json.RootElement.GetProperty("methods")[1];
        Assert.Equal(0.8, lvw.GetProperty("runs")[0].GetProperty("figures").GetProperty("accuracy").GetDouble());
        Assert.Equal("seed-2/lvw", lvw.GetProperty("runs")[1].GetProperty("folder").GetString());
        Assert.Equal(0.85, lvw.GetProperty("figures").GetProperty("accuracy").GetProperty("mean").GetDouble(), 1e-12);
        Assert.False(lvw.TryGetProperty("differences", out _));
        Assert.Equal(-0.19, proto.GetProperty("differences").GetProperty("accuracy").GetProperty("mean").GetDouble(), 1e-12);
        Assert.True(proto.GetProperty("differences").GetProperty("accuracy").GetProperty("marked").GetBoolean());
        Assert.Equal(("lvw", PairedDifference.MarkMeaning), (json.RootElement.GetProperty("against").GetString(), json.RootElement.GetProperty("mark").GetString()));
    }

    [Fact]
    public void The_page_is_well_formed_loads_nothing_and_tells_what_the_mark_means()
    {
        string html = ComparisonPage.Render(Header, table);
        XDocument.Parse(html);
        Assert.DoesNotContain("=\"http", html, StringComparison.Ordinal);
        Assert.Contains("Methods &lt;side&gt; by side", html, StringComparison.Ordinal);
        Assert.Contains("−19.0 ± 1.4 *", html, StringComparison.Ordinal);
        Assert.Contains("no test of significance", html, StringComparison.Ordinal);
        Assert.Contains("href=\"seed-1/lvw/report/index.html\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"seed-1/black-box/metrics.json\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_of_the_Markdown_tables_has_the_cells_of_its_heading()
    {
        string[] lines = ComparisonText.Markdown(table, "a | b").Split('\n');
        Assert.Contains("# a \\| b", lines);
        int width = 0;
        foreach ((string before, string line) in lines.Zip(lines.Skip(1)))
        {
            if (!line.StartsWith('|')) continue;
            if (!before.StartsWith('|')) width = line.Count(letter => letter == '|');
            Assert.Equal(width, line.Count(letter => letter == '|'));
        }

        Assert.Contains("−19.0 ± 1.4 \\*", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_without_runs_is_written_too()
    {
        ComparisonTable none = Table();
        XDocument.Parse(ComparisonPage.Render(Header, none));
        Assert.Equal((6, 0), (none.Missing, none.Figures.Count));
        JsonDocument.Parse(ComparisonJson.Write(none)).Dispose();
        Assert.Contains("6 of 6 runs are missing", ComparisonText.Markdown(none, "t"), StringComparison.Ordinal);
    }

    private static ComparisonTable Table(params ComparisonRun[] runs) => new(Methods.Parse("lvw,protopnet,black-box"), [1, 2], runs, Methods.Get("lvw"));

    private static ComparisonRun Run(string method, ulong seed, double accuracy, double overlap) => new(method, seed, $"seed-{seed}/{method}", new Metrics
    {
        Data = new DataMetrics { Classes = 10 },
        Base = new BaseMetrics { TestAccuracy = seed == 1 ? 0.85 : 0.95 },
        Words = new WordMetrics { Count = 20, TestAccuracy = accuracy },
        Fidelity = new FidelityMetrics { Agreement = 0.9, AttentionIoU50 = overlap, ChanceIoU50 = 1.0 / 3, CentrePriorIoU50 = 0.5, DeletionAuc = 0.2 },
    });

    private static ComparisonRun Base(ulong seed, double accuracy) => new("black-box", seed, $"seed-{seed}/black-box", new Metrics
    {
        Data = new DataMetrics { Classes = 10 },
        Base = new BaseMetrics { TestAccuracy = accuracy, DeletionAuc = 0.3 },
    });

    private static ComparisonFigure Figure(string key) => ComparisonFigures.All.Single(figure => figure.Key == key);

    private string Cell(string method, string key) => ComparisonText.Cell(table, Methods.Get(method), Figure(key));

    private string Difference(string method, string key) => ComparisonText.DifferenceCell(table, Methods.Get(method), Figure(key));
}
