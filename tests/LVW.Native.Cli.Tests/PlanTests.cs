using System.Text.Json;

namespace LVW.Native.Cli.Tests;

/// <summary><c>lvw plan</c> on the small pictures.</summary>
public sealed class PlanTests(FinishedRun finished)
{
    private string[] Plan(params string[] more) => ["plan", "--data", finished.Pictures, "--preset", "quick", "--steps", "1", .. Tiny.Settings.Where(setting => !setting.StartsWith("batchSize", StringComparison.Ordinal)).SelectMany(setting => new[] { "--set", setting }), .. more.Contains("--batch") ? (string[])[] : ["--batch", "8"], .. more];

    [Fact]
    public async Task A_plan_tells_stages_ranks_memory_and_what_limits()
    {
        CliRun run = (await CliRun.Of(Plan("--ranks", "2", "--machines", "2", "--threads", "2", "--network-gbps", "10", "--network-latency-us", "30"))).RequireSuccess();
        foreach (string word in (string[])["base", "warm", "joint", "network share", "pictures/s", "efficiency", "limited by", "4 *", "given", "10.0 Gbit/s, 30.0 µs", "assumed", "measured", "memory of a rank", "activations", "whole run"])
        {
            Assert.Contains(word, run.Data);
        }

        string verdict = run.Data.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Contains("on 4 ranks", verdict);
        Assert.Contains("80 %", verdict);
        Assert.Contains("50 %", verdict);
        Assert.Contains("one rank and 2 at once", run.Messages);
        Assert.DoesNotContain("note: the network", run.Messages);
    }

    [Fact]
    public async Task As_json_a_plan_is_one_document_whose_parts_add_up()
    {
        CliRun run = (await CliRun.Of(Plan("--machines", "2", "--batch", "6", "--json"))).RequireSuccess();
        JsonElement plan = run.Document;
        Assert.Equal((6, 3, 2), (plan.GetProperty("batch").GetInt32(), plan.GetProperty("share").GetInt32(), plan.GetProperty("ranks").GetInt32()));
        Assert.Equal("measured", plan.GetProperty("compute").GetString());
        Assert.Equal("assumed", plan.GetProperty("between").GetProperty("origin").GetString());
        JsonElement[] stages = [.. plan.GetProperty("stages").EnumerateArray()];
        Assert.Equal(["base", "warm", "joint"], stages.Select(stage => stage.GetProperty("cost").GetProperty("name").GetString()));
        foreach (JsonElement planned in stages.Select(stage => stage.GetProperty("planned")))
        {
            double sum = new[] { "computeSeconds", "inputSeconds", "networkSeconds" }.Sum(part => planned.GetProperty(part).GetDouble());
            Assert.Equal(planned.GetProperty("stepSeconds").GetDouble(), sum, 9);

            // 36 pictures in steps of 6.
            Assert.Equal(planned.GetProperty("epochSeconds").GetDouble(), 6 * sum, 9);
        }

    }

    [Fact]
    public async Task A_network_that_nobody_told_is_assumed_and_says_so()
    {
        CliRun run = (await CliRun.Of(Plan("--machines", "2", "--method", "black-box"))).RequireSuccess();
        Assert.Contains("assumed", run.Data);
        Assert.Contains("Give --network-gbps", run.Messages);
    }

    [Fact]
    public async Task Gpus_that_are_not_here_are_estimated_and_marked()
    {
        CliRun run = (await CliRun.Of(Plan("--device", "cpu", "--gpus", "2", "--device-tflops", "60", "--device-bandwidth-gbs", "3000"))).RequireSuccess();
        Assert.Contains("estimated, not measured", run.Data);
        Assert.Contains("2 on 1 machine", run.Data);
    }

    [Theory]
    [InlineData("--device-tflops", "--device", "cpu", "--gpus", "1")]
    [InlineData("Give both", "--gpus", "1", "--device-tflops", "60")]
    [InlineData("--gpus 1", "--device-tflops", "60", "--device-bandwidth-gbs", "3000")]
    [InlineData("--ranks", "--gpus", "1", "--ranks", "2", "--device-tflops", "60", "--device-bandwidth-gbs", "3000")]
    [InlineData("9 ranks cannot share 8 pictures", "--machines", "9")]
    [InlineData("train nothing", "--set", "base.epochs=0", "--set", "base.classifier=weights", "--weights", "none.pth", "--set", "warm.minimumSteps=0", "--set", "joint.epochs=0", "--set", "normalization=half")]
    public async Task What_does_not_go_together_is_one_line(string word, params string[] more) => (await CliRun.Of(Plan(more))).RequireUserError(word);

    [Theory]
    [InlineData("--machines", "0")]
    [InlineData("--gpus", "-1")]
    [InlineData("--network-gbps", "fast")]
    [InlineData("--network-gbps", "0")]
    [InlineData("--network-latency-us", "-3")]
    [InlineData("--batch", "1.5")]
    public async Task A_number_that_is_none_is_named(string option, string value) => (await CliRun.Of(Plan(option, value))).RequireUserError(option, $"'{value}'", "See lvw plan --help");

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() => (await CliRun.Of("plan", "--data", "nowhere")).RequireUserError("nowhere", "there is no such folder");
}
