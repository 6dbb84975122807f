using System.Text.Json;

namespace LVW.Native.Cli.Tests;

/// <summary>Words are tried on classes that were held out of training.</summary>
public sealed class UnseenTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Held_out_classes_are_remembered_and_found_again_in_the_same_folder()
    {
        string run = folder.In("run");
        CliRun training = (await CliRun.Of(Tiny.Train(finished.Pictures, run, "--hold-out", "duskling,inkwing,fernwick", "--json"))).RequireSuccess();
        Assert.Contains("duskling, fernwick, inkwing", training.Messages);
        Assert.Equal(6, training.Document.GetProperty("metrics").GetProperty("data").GetProperty("classes").GetInt32());

        JsonElement unseen = (await CliRun.Of("unseen", run, "--data", finished.Pictures, "--json")).RequireSuccess().Document;
        Assert.True(unseen.GetProperty("randomPatchesOfSeenClasses").GetBoolean());
        JsonElement result = unseen.GetProperty("unseen");
        Assert.Equal(["duskling", "fernwick", "inkwing"], result.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal((12, 6), (result.GetProperty("trainPictures").GetInt32(), result.GetProperty("testPictures").GetInt32()));
        Assert.Equal(4, result.GetProperty("scores").GetArrayLength());
        string table = (await CliRun.Of("unseen", run, "--data", finished.Pictures, "--seed", "7")).RequireSuccess().Data;
        Assert.All(["linear probe of the base model", "random patches as words", "uniform random words", "chance", "3 unseen classes"], text => Assert.Contains(text, table));

        // The run's own figures are those of the classes that it knows.
        Assert.Equal(12, (await CliRun.Of("evaluate", run, "--data", finished.Pictures, "--json")).RequireSuccess().Document
            .GetProperty("metrics").GetProperty("data").GetProperty("testPictures").GetInt32());
    }

    [Fact]
    public async Task A_folder_without_unseen_classes_and_classes_that_do_not_exist_are_errors()
    {
        (await CliRun.Of("unseen", finished.Run, "--data", finished.Pictures)).RequireUserError(finished.Pictures, "has not seen", "--hold-out");
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--hold-out", "phoenix"))).RequireUserError("phoenix");
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--hold-out", "8"))).RequireUserError("8 of 9", "at most 7");
    }
}
