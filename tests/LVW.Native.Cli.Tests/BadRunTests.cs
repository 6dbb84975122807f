using System.Text.Json.Nodes;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Tests;

/// <summary>Weights, checkpoints and run folders that do not fit are refused with what differs.</summary>
public sealed class BadRunTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Weights_of_another_network_list_missing_and_unexpected_keys()
    {
        SafeTensors.Write(folder.In("other.safetensors"), new Dictionary<string, HostTensor> { ["backbone.unknown.weight"] = new([2, 2], new float[4]) });
        (await Train("--weights", folder.In("other.safetensors"))).RequireUserError("other.safetensors", "missing", "unexpected", "unknown.weight", "same architecture");
    }

    [Fact]
    public async Task Weights_of_another_shape_name_both_shapes()
    {
        Dictionary<string, HostTensor> tensors = BackboneWeights();
        string key = tensors.Keys.First(name => name.EndsWith("weight", StringComparison.Ordinal));
        tensors[key] = new HostTensor([1, 2, 3, 4], new float[24]);
        SafeTensors.Write(folder.In("misshapen.safetensors"), tensors);
        (await Train("--weights", folder.In("misshapen.safetensors"))).RequireUserError("misshapen.safetensors", key, "[1, 2, 3, 4]", "expected");
    }

    [Theory]
    [InlineData("none.safetensors", null, "no such file")]
    [InlineData("text.safetensors", "hello, this is not a weights file", "safetensors")]
    [InlineData("tiny.safetensors", "x", "safetensors")]
    public async Task Weights_that_cannot_be_read(string name, string? content, string word)
    {
        if (content is not null) File.WriteAllText(folder.In(name), content);
        (await Train("--weights", folder.In(name))).RequireUserError(name, word);
    }

    [Fact]
    public async Task A_checkpoint_of_another_architecture()
    {
        CopyRun();
        File.Copy(Path.Combine(finished.Run, "base.safetensors"), folder.In("run", "words.safetensors"), overwrite: true);
        (await CliRun.Of("predict", folder.In("run"), finished.Picture())).RequireUserError("words.safetensors", "missing", "architecture");
    }

    [Fact]
    public async Task A_run_of_a_backbone_that_the_command_line_does_not_know()
    {
        CopyRun();
        string settings = folder.In("run", "settings.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(settings))!;
        document["backbone"] = "three-convolutions";
        File.WriteAllText(settings, document.ToJsonString());
        (await CliRun.Of("export", folder.In("run"), "--onnx", folder.In("model.onnx"))).RequireUserError("three-convolutions", "resnet18");
        Assert.False(File.Exists(folder.In("model.onnx")));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_told_and_the_run_goes_on_from_the_one_before_to_the_same_weights()
    {
        finished.CopyUnfinished(folder.In("run"));
        Flip("checkpoint.safetensors");
        CliRun resumed = (await Train("--resume")).RequireSuccess();
        string line = resumed.Messages.Split('\n').Single(line => line.Contains("damaged", StringComparison.Ordinal));
        Assert.StartsWith(folder.In("run", "checkpoint.safetensors"), line);
        Assert.EndsWith("goes on from checkpoint.previous.safetensors: stage joint, step 5.", line);
        finished.RequireSameWeights(folder.In("run"));
    }

    [Fact]
    public async Task Two_damaged_checkpoints_are_named_with_the_remedy()
    {
        finished.CopyUnfinished(folder.In("run"));
        Flip("checkpoint.safetensors");
        string previous = folder.In("run", "checkpoint.previous.safetensors");
        File.WriteAllBytes(previous, File.ReadAllBytes(previous)[..100]);
        (await Train("--resume")).RequireUserError(folder.In("run", "checkpoint.safetensors") + ": ", previous + ": ", "Delete both to train the run anew.");
    }

    [Theory]
    [InlineData("words.safetensors")]
    [InlineData("base.safetensors")]
    public async Task A_flipped_bit_in_a_models_weights(string name)
    {
        CopyRun();
        Flip(name);
        (await CliRun.Of("evaluate", folder.In("run"), "--data", finished.Pictures)).RequireUserError(folder.In("run", name), "damaged", "Restore it");
    }

    [Fact]
    public async Task A_run_folder_of_another_configuration_names_the_difference()
    {
        CopyRun();
        (await Train("--resume", "--seed", "9")).RequireUserError("seed was 1, is 9", "--out");
        (await Train()).RequireUserError("already holds a run", "--resume");
    }

    [Fact]
    public async Task A_run_folder_of_other_pictures()
    {
        CopyRun();
        string pictures = Tiny.Pictures(folder, trainPerClass: 3);
        (await CliRun.Of(Tiny.Train(pictures, folder.In("run"), "--resume"))).RequireUserError("other data", "--out");
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("settings.json")]
    [InlineData("words.json")]
    public async Task A_damaged_run_folder(string name)
    {
        CopyRun();
        File.WriteAllText(folder.In("run", name), "{");
        (await CliRun.Of("predict", folder.In("run"), finished.Picture())).RequireUserError(name);
    }

    [Fact]
    public async Task A_picture_to_explain_that_cannot_be_read_is_refused_or_skipped()
    {
        string bad = folder.In("bad.png");
        File.WriteAllText(bad, "no picture");
        string[] arguments = ["explain", finished.Run, bad, finished.Picture(), "--out", folder.In("why")];
        (await CliRun.Of(arguments)).RequireUserError(bad, "--skip-bad");
        Assert.Contains($"skipped {bad}", (await CliRun.Of([.. arguments, "--skip-bad"])).RequireSuccess().Messages);
        (await CliRun.Of("predict", finished.Run, folder.In("none.png"))).RequireUserError("none.png", "Check the path");
        (await CliRun.Of("predict", finished.Run, folder.Path)).RequireUserError("folder");
    }

    // Windows leaves patterns to programs.
    [Fact]
    public async Task A_pattern_that_no_shell_has_expanded_means_the_files_that_fit()
    {
        string pictures = Path.GetDirectoryName(finished.Picture())!;
        CliRun named = (await CliRun.Of(["predict", finished.Run, .. Directory.GetFiles(pictures, "*.png").Order(StringComparer.Ordinal), "--json"])).RequireSuccess();
        CliRun pattern = (await CliRun.Of("predict", finished.Run, Path.Combine(pictures, "*.png"), "--json")).RequireSuccess();
        Assert.Equal(named.Data, pattern.Data);
        (await CliRun.Of("predict", finished.Run, Path.Combine(pictures, "*.tiff"))).RequireUserError("*.tiff", "no file fits this pattern");
    }

    [Fact]
    public async Task A_folder_to_evaluate_on_with_a_bad_picture_or_unknown_class()
    {
        string pictures = Tiny.Pictures(folder);
        string bad = BadPictures.Put(Path.Combine(pictures, "test", "duskling"), "truncated");
        (await CliRun.Of("evaluate", finished.Run, "--data", pictures)).RequireUserError(bad, "--skip-bad");
        Assert.Contains($"skipped {bad}", (await CliRun.Of("evaluate", finished.Run, "--data", pictures, "--skip-bad")).RequireSuccess().Messages);
        Directory.Move(Path.Combine(pictures, "test", "inkwing"), Path.Combine(pictures, "test", "phoenix"));
        (await CliRun.Of("evaluate", finished.Run, "--data", Path.Combine(pictures, "test"))).RequireUserError("phoenix", "knows no class");
    }

    [Fact]
    public async Task A_loss_that_is_not_a_number_names_the_op_and_keeps_the_checkpoint()
    {
        (await Train("--set", "joint.backboneLearningRate=1e30", "--set", "joint.epochs=3")).RequireUserError("joint", "the op ", "learning rates", "checkpoint");
        SafeTensorsContent kept = SafeTensors.Read(folder.In("run", "checkpoint.safetensors"));
        Assert.Equal("joint", kept.Metadata["stage"]);
        Assert.All(kept.Tensors, tensor => Assert.DoesNotContain(tensor.Value.Values, value => !float.IsFinite(value)));
    }

    [Fact]
    public async Task A_loss_that_is_not_a_number_before_the_first_checkpoint()
        => (await Train("--set", "base.backboneLearningRate=1e30", "--set", "base.warmupFraction=0")).RequireUserError("base", "the op ", "learning rates");

    private Task<CliRun> Train(params string[] more) => CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), more));

    private void CopyRun()
    {
        finished.CopyUnfinished(folder.In("run"));
        File.Copy(Path.Combine(finished.Run, "metrics.json"), folder.In("run", "metrics.json"));
    }

    private void Flip(string name)
    {
        byte[] bytes = File.ReadAllBytes(folder.In("run", name));
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(folder.In("run", name), bytes);
    }

    private Dictionary<string, HostTensor> BackboneWeights() => SafeTensors.Read(Path.Combine(finished.Run, "base.safetensors")).Tensors
        .Where(entry => entry.Key.StartsWith("backbone.", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key["backbone.".Length..], entry => entry.Value);
}
