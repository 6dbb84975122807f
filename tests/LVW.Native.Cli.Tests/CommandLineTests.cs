using System.Text.Json;

namespace LVW.Native.Cli.Tests;

/// <summary>Arguments, help, and what goes to which stream.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("train", "--data", "x")]
    [InlineData("train", "--data", "x", "--out", "y", "--seed", "minus")]
    [InlineData("evaluate")]
    [InlineData("explain", "run")]
    [InlineData("data")]
    [InlineData("trian")]
    [InlineData("doctor", "--no-such-option")]
    [InlineData("backbones", "--side", "abc")]
    [InlineData("backbones", "--side", "224.5")]
    [InlineData("backbones", "--side", "99999999999")]
    [InlineData("backbones", "--side")]
    [InlineData("backbones", "--side", "31")]
    [InlineData("profile", "--side", "abc")]
    [InlineData("profile", "--side", "-1")]
    [InlineData("profile", "--batch", "many")]
    [InlineData("profile", "--batch", "0")]
    [InlineData("profile", "--classes", "1e3")]
    [InlineData("profile", "--steps", "")]
    [InlineData("profile", "learn")]
    [InlineData("selfcheck", "--problems", "few")]
    [InlineData("selfcheck", "--problems", "0")]
    [InlineData("selfcheck", "--size", "-3")]
    [InlineData("selfcheck", "--threads", "two")]
    [InlineData("selfcheck", "--case", "no such op")]
    [InlineData("data", "generate", "--out", "x", "--train", "some")]
    [InlineData("data", "generate", "--out", "x", "--side", "47")]
    [InlineData("classify", "--backbone", "resnet18", "--weights", "w", "--data")]
    [InlineData("classify", "--backbone", "resnet18", "--weights", "w")]
    [InlineData("classify", "picture.png", "--backbone", "resnet18", "--weights", "w", "--data", "x")]
    [InlineData("demo", "--seed", "-1")]
    public async Task Arguments_that_cannot_be_understood_give_one_line_with_a_hint(params string[] arguments)
        => (await CliRun.Of(arguments)).RequireUserError("See lvw", "--help");

    [Theory]
    [InlineData("there is no verb 'tran'. Verbs are demo, train, compare", "See lvw --help", "tran", "--data", "x")]
    [InlineData("name", "See lvw words rename --help", "words", "rename", "run", "3")]
    [InlineData("--out", "See lvw data get --help", "data", "get")]
    public async Task What_cannot_be_parsed_names_the_verb(string problem, string help, params string[] arguments)
        => (await CliRun.Of(arguments)).RequireUserError(problem, help);

    [Theory]
    [InlineData("--data", "train", "--data", "", "--out", "x")]
    [InlineData("--out", "data", "generate", "--out", "")]
    [InlineData("run", "predict", "", "a.png")]
    [InlineData("images", "predict", "run", "a.png", " ")]
    [InlineData("--weights", "classify", "a.png", "--backbone", "resnet18", "--weights", "")]
    [InlineData("--onnx", "export", "run", "--onnx", "")]
    [InlineData("file", "inspect", "")]
    [InlineData("--trace", "profile", "--trace", "")]
    public async Task An_empty_value_is_named(string what, params string[] arguments)
        => (await CliRun.Of(arguments)).RequireUserError($"{what}: the value is empty", "See lvw");

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    public async Task Help_goes_to_the_standard_output(params string[] arguments)
    {
        CliRun run = (await CliRun.Of(arguments)).RequireSuccess();
        Assert.Contains("Usage:", run.Data);
        Assert.Empty(run.Messages);
    }

    [Fact]
    public async Task The_help_of_training_names_the_environment_variables()
        => Assert.Contains("LVW_SET_JOINT__EPOCHS", (await CliRun.Of("train", "--help")).Data);

    [Fact]
    public async Task The_doctor_tells_vectors_codecs_and_space()
    {
        JsonElement facts = (await CliRun.Of("doctor", "--json")).RequireSuccess().Document;
        Assert.Contains("JPEG", facts.GetProperty("codecs").EnumerateArray().Select(codec => codec.GetString()));
        Assert.True(facts.GetProperty("cores").GetInt32() >= 1);
        Assert.True(facts.GetProperty("freeSpaceMebibytes").GetInt64() >= 0);
        Assert.NotEmpty(facts.GetProperty("simd").GetString()!);
        Assert.Contains("vector width", (await CliRun.Of("doctor")).RequireSuccess().Data);
    }

    [Fact]
    public async Task The_backbones_are_told_with_what_they_cost_and_see()
    {
        JsonElement[] all = [.. (await CliRun.Of("backbones", "--json")).RequireSuccess().Document.EnumerateArray()];
        JsonElement deep = all.Single(backbone => backbone.GetProperty("name").GetString() == "resnet50");
        Assert.Equal(
            (224, 23508032, 427, 2048), (deep.GetProperty("inputSide").GetInt32(), deep.GetProperty("parameters").GetInt32(), deep.GetProperty("receptiveField").GetInt32(), deep.GetProperty("channels").GetInt32()));
        CliRun table = (await CliRun.Of("backbones", "--side", "64")).RequireSuccess();
        Assert.Contains("2×2×2048", table.Data);
        Assert.Contains("multiply-adds", table.Messages);
        (await CliRun.Of("backbones", "--side", "31")).RequireUserError("--side", "'31'", "at least 32", "4096");
        (await CliRun.Of("backbones", "--side", "224.5")).RequireUserError("--side", "'224.5'", "at least 32", "4096");
    }

    [Fact]
    public async Task Pictures_can_be_generated()
    {
        using var folder = new TemporaryFolder();
        (await CliRun.Of("data", "generate", "--out", folder.In("set"), "--train", "2", "--test", "1", "--side", "48", "--json")).RequireSuccess();
        Assert.Equal(27, Directory.GetFiles(folder.Path, "*.png", SearchOption.AllDirectories).Length);
        (await CliRun.Of("data", "generate", "--out", folder.In("set"), "--train", "1")).RequireUserError("--train", "at least");
    }

    [Fact]
    public async Task The_self_check_counts_its_cases()
    {
        CliRun run = await CliRun.Of("selfcheck", "--threads", "2", "--json");
        Assert.Equal(run.Document.GetProperty("cases").GetArrayLength(), run.Document.GetProperty("passed").GetInt32());
        run.RequireSuccess();
        (await CliRun.Of("selfcheck", "--device", "abacus")).RequireUserError("abacus", "cpu");
    }
}
