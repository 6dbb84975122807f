using System.Text.Json;
using System.Text.Json.Nodes;
using LVW.Native.Cli.Output;

namespace LVW.Native.Cli.Tests;

/// <summary><c>lvw compare</c> on the smallest pictures.</summary>
public sealed class CompareTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_comparison_that_was_interrupted_goes_on_to_the_same_table()
    {
        CliRun whole = (await Compare("whole", "--seeds", "2", "--json")).RequireSuccess();
        using (var stop = new CancellationTokenSource())
        using (var messages = new StopWriter("warm epoch 1", stop))
        {
            // The second of four runs stops; the first is the base model that it began from.
            Assert.Equal(ExitCode.Interrupted, await Lvw.RunAsync(Arguments("cut", "--seeds", "2"), new Terminal(TextWriter.Null, messages), stop.Token));
            Assert.Contains("Go on with the same command", messages.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(3, Missing("cut"));
        CliRun resumed = (await Compare("cut", "--seeds", "2", "--json")).RequireSuccess();
        Assert.Contains("run 1 of 3: lvw-no-alignment, seed 1", resumed.Messages, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(WithoutTimes(whole.Data), WithoutTimes(resumed.Data)));
        Assert.True(JsonNode.DeepEquals(WithoutTimes(File.ReadAllText(folder.In("cut", "compare.json"))), WithoutTimes(resumed.Data)));
        Assert.Equal(0, Missing("cut"));

        JsonElement methods = whole.Document.GetProperty("methods");
        Assert.Equal(["lvw-no-alignment", "black-box"], methods.EnumerateArray().Select(method => method.GetProperty("name").GetString()));
        Assert.Equal(2, methods[0].GetProperty("figures").GetProperty("agreement").GetProperty("seeds").GetInt32());
        Assert.False(methods[1].GetProperty("figures").TryGetProperty("agreement", out _));
        Assert.True(methods[1].GetProperty("differences").TryGetProperty("accuracy", out _));

        // Nothing is left to do, other methods may join, and other settings or data may not.
        DateTime written = File.GetLastWriteTimeUtc(folder.In("cut", "seed-1", "lvw-no-alignment", "metrics.json"));
        CliRun again = (await Compare("cut", "--seeds", "2")).RequireSuccess();
        Assert.DoesNotContain("run 1", again.Messages, StringComparison.Ordinal);
        Assert.Contains("± ", again.Data, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.In("cut", "seed-1", "lvw-no-alignment", "metrics.json")));
        (await Compare("cut", "--seeds", "2", "--set", "joint.epochs=2")).RequireUserError("joint.epochs was 1, is 2");
        (await CliRun.Of([.. Arguments("cut", "--seeds", "1", "--methods", "protopnet").Select(Elsewhere)])).RequireUserError("other data");
        (await CliRun.Of([.. Arguments("cut", "--seeds", "2").Select(Elsewhere)])).RequireUserError("other data");
    }

    [Theory]
    [InlineData("--methods", "lvw,pipnet", "'pipnet'", "ablation")]
    [InlineData("--against", "protopnet", "protopnet", "--methods")]
    [InlineData("--set", "method=protopnet", "--methods", "protopnet")]
    [InlineData("--seeds", "0", "--seeds", "at least 1")]
    public async Task What_cannot_be_compared_is_one_line(string option, string value, string first, string second)
        => (await Compare("wrong", option, value)).RequireUserError(first, second);

    [Fact]
    public async Task Where_the_pictures_are_not_nothing_is_written()
    {
        (await CliRun.Of([.. Arguments("none").Select(one => one == finished.Pictures ? folder.In("missing") : one)])).RequireUserError("missing");
        Assert.False(Directory.Exists(folder.In("none")));
    }

    [Fact]
    public async Task A_folder_with_other_things_is_left_alone()
    {
        Directory.CreateDirectory(folder.In("other"));
        await File.WriteAllTextAsync(folder.In("other", "photo.jpg"), "", TestContext.Current.CancellationToken);
        (await Compare("other")).RequireUserError("not empty");
        (await CliRun.Of([.. Arguments("whatever").Select(one => one == folder.In("whatever") ? finished.Run : one)])).RequireUserError("single run");
    }

    private Task<CliRun> Compare(string output, params string[] more) => CliRun.Of(Arguments(output, more));

    private string[] Arguments(string output, params string[] more) =>
    [
        "compare", .. Tiny.Train(finished.Pictures, folder.In(output))[1..], "--set", "evaluation.probePictures=2", .. more.Contains("--methods") ? (string[])[] : ["--methods", "lvw-no-alignment,black-box"], .. more,
    ];

    private string Elsewhere(string argument) => argument == finished.Pictures ? Path.Combine(finished.Pictures, "train") : argument;

    private int Missing(string output) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.In(output, "compare.json"))).GetProperty("missing").GetInt32();

    private static JsonNode WithoutTimes(string json)
    {
        JsonNode document = JsonNode.Parse(json)!;
        Remove(document);
        return document;

        static void Remove(JsonNode node)
        {
            if (node is JsonObject fields)
            {
                fields.Remove("trainingSeconds");
                foreach ((_, JsonNode? inner) in fields.ToArray()) if (inner is not null) Remove(inner);
            }
            else if (node is JsonArray array)
            {
                foreach (JsonNode? inner in array) if (inner is not null) Remove(inner);
            }
        }
    }

    // Asks to stop as soon as a line is written.
    private sealed class StopWriter(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
