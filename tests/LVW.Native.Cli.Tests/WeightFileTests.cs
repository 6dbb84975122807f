using System.Text.Json;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Tests;

/// <summary><c>lvw inspect</c> and <c>lvw convert</c>.</summary>
public sealed class WeightFileTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_conversion_to_PyTorch_and_back_gives_the_same_file()
    {
        string source = Path.Combine(finished.Run, "words.safetensors");
        CliRun there = (await CliRun.Of("convert", source, folder.In("words.pth"))).RequireSuccess();
        Assert.Contains("metadata", there.Messages);
        CliRun back = (await CliRun.Of("convert", folder.In("words.pth"), folder.In("words.npz"), "--json")).RequireSuccess();
        Assert.Equal("PyTorch zip", back.Document.GetProperty("inputFormat").GetString());
        Assert.Equal("NumPy archive", back.Document.GetProperty("outputFormat").GetString());
        (await CliRun.Of("convert", folder.In("words.npz"), folder.In("words.safetensors"))).RequireSuccess();
        IReadOnlyDictionary<string, HostTensor> expected = SafeTensors.Read(source).Tensors, found = SafeTensors.Read(folder.In("words.safetensors")).Tensors;
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, entry => Assert.Equal(entry.Value.Values, found[entry.Key].Values));
        (await CliRun.Of("convert", source, folder.In("again.safetensors"))).RequireSuccess();
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(folder.In("again.safetensors")));
    }

    [Fact]
    public async Task A_file_is_replaced_only_when_told_and_left_alone_when_the_source_is_bad()
    {
        string source = Path.Combine(finished.Run, "base.safetensors");
        File.WriteAllText(folder.In("there.pth"), "old");
        (await CliRun.Of("convert", source, folder.In("there.pth"))).RequireUserError("there.pth", "--force");
        (await CliRun.Of("convert", folder.In("there.pth"), folder.In("new.pth"))).RequireUserError("there.pth", "not a safetensors");
        (await CliRun.Of("convert", source, folder.In("x.onnx"))).RequireUserError("x.onnx", ".npz");
        Assert.Equal([folder.In("there.pth")], Directory.GetFiles(folder.Path));
        (await CliRun.Of("convert", source, folder.In("there.pth"), "--force")).RequireSuccess();
        Assert.NotEmpty(CheckpointFile.ReadStateDict(folder.In("there.pth")));
    }

    [Fact]
    public async Task Half_precision_is_widened_for_NumPy_and_said_so()
    {
        byte[] header = """{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"""u8.ToArray();
        File.WriteAllBytes(folder.In("half.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header, 0x80, 0x3f, 0, 0xc0]);
        Assert.Contains("bfloat16", (await CliRun.Of("convert", folder.In("half.safetensors"), folder.In("half.npz"))).RequireSuccess().Messages);
        Assert.Equal([1.0, -2], NumPyFile.ReadArchive(folder.In("half.npz"))["x"].Values);
    }

    [Fact]
    public async Task Names_and_metadata_out_of_a_file_forge_no_lines_and_send_no_control_characters()
    {
        byte[] header = """{"__metadata__":{"k\nbackbone: resnet50":"v\u001b]0;title\u0007"},"w\u001b[31m\nbackbone: resnet50":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8.ToArray();
        File.WriteAllBytes(folder.In("forged.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);
        CliRun run = (await CliRun.Of("inspect", folder.In("forged.safetensors"))).RequireSuccess();
        Assert.Equal(["backbone: none that lvw knows"], run.Data.Split('\n').Where(line => line.StartsWith("backbone:", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.Data, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        CliRun converted = (await CliRun.Of("convert", folder.In("forged.safetensors"), folder.In("forged.pth"))).RequireSuccess();
        Assert.Single(converted.Messages.Trim().Split('\n'));
        Assert.DoesNotContain('\u001b', converted.Messages);
        (await CliRun.Of("inspect", "")).RequireUserError("value is empty");
    }

    [Theory]
    [InlineData("base.safetensors")]
    [InlineData("words.safetensors")]
    public async Task A_runs_own_file_is_shown_with_its_backbone_and_totals(string name)
    {
        string file = folder.In($"resnet8-slim-{name}");
        File.Copy(Path.Combine(finished.Run, name), file);
        CliRun run = (await CliRun.Of("inspect", file, "--values", "--json")).RequireSuccess();
        JsonElement summary = run.Document.GetProperty("summary");
        Assert.Equal("resnet8-slim", summary.GetProperty("backbone").GetString());
        Assert.Equal(0, summary.GetProperty("nonFinite").GetInt64());
        Assert.Equal(summary.GetProperty("values").GetInt64(), run.Document.GetProperty("tensors").EnumerateArray().Sum(tensor => tensor.GetProperty("values").GetInt64()));
        Assert.True(summary.GetProperty("parameters").GetInt64() < summary.GetProperty("values").GetInt64());
        Assert.Contains("half", summary.GetProperty("metadata").GetProperty("normalization").GetString());
        string text = (await CliRun.Of("inspect", Path.Combine(finished.Run, name))).RequireSuccess().Data;
        Assert.Contains("backbone.conv1.weight", text);
        Assert.Contains("metadata: normalization = half", text);
    }

    [Fact]
    public async Task Values_that_are_no_numbers_are_counted_and_all_tensors_still_listed()
    {
        SafeTensors.Write(folder.In("lost.safetensors"), new Dictionary<string, HostTensor>
        {
            ["module.good"] = new([2], [1, 3]),
            ["module.lost"] = new([3], [float.NaN, float.PositiveInfinity, 5]),
        });
        CliRun run = (await CliRun.Of("inspect", folder.In("lost.safetensors"), "--values")).RequireSuccess();
        Assert.Contains("NaN or infinite: 2 values in 1 tensors", run.Data);
        Assert.Contains("prefix: module.", run.Data);
        Assert.Matches(@"module\.good +F32 +\[2\] +2 +0 +1 +3 +2\n", run.Data);
        (await CliRun.Of("inspect", folder.In("lost.safetensors"), "--values", "--json")).RequireSuccess();
        (await CliRun.Of("inspect", folder.In("none.pth"))).RequireUserError("none.pth", "no such file");
    }
}
