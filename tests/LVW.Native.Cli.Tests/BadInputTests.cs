namespace LVW.Native.Cli.Tests;

/// <summary>What users get wrong is answered by one line that names the file and the remedy.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_missing_folder() => (await Train(folder.In("nowhere"))).RequireUserError("nowhere", "no such folder", "Check");

    [Fact]
    public async Task An_empty_folder()
    {
        Directory.CreateDirectory(folder.In("empty"));
        (await Train(folder.In("empty"))).RequireUserError("empty", "Put one folder of pictures per class");
    }

    [Fact]
    public async Task A_file_instead_of_a_folder()
    {
        File.WriteAllText(folder.In("file"), "");
        (await Train(folder.In("file"))).RequireUserError("file", "not a folder");
    }

    [Fact]
    public async Task One_class_only()
    {
        string pictures = Tiny.Pictures(folder);
        foreach (string split in new[] { "train", "test" })
        {
            foreach (string other in Directory.GetDirectories(Path.Combine(pictures, split)).Where(path => !path.EndsWith("bramblet", StringComparison.Ordinal)))
            {
                Directory.Delete(other, recursive: true);
            }
        }

        (await Train(pictures)).RequireUserError("train", "only one class", "bramblet", "Add a folder");
    }

    [Fact]
    public async Task A_class_with_one_picture()
    {
        string pictures = Tiny.Pictures(folder, trainPerClass: 2);
        File.Delete(Path.Combine(pictures, "train", "inkwing", "0001.png"));
        (await Train(pictures)).RequireUserError(Path.Combine("train", "inkwing"), "1 picture", "Add pictures");
    }

    [Theory]
    [InlineData("truncated", "cut short|ends|truncated")]
    [InlineData("text", "neither|not|unknown|format")]
    [InlineData("oversized", "pixels")]
    [InlineData("mislabelled", "Rename")]
    [InlineData("nothing", "empty|bytes|format")]
    public async Task A_bad_picture_stops_the_run_or_is_skipped_and_listed(string kind, string reason)
    {
        string pictures = Tiny.Pictures(folder);
        string bad = BadPictures.Put(Path.Combine(pictures, "train", "duskling"), kind);
        CliRun refused = (await Train(pictures)).RequireUserError(bad, "--skip-bad");
        Assert.Matches($"(?i){reason}", refused.Errors[0]);
        CliRun skipped = (await Train(pictures, "--skip-bad", "--json", "--set", "base.epochs=1", "--set", "warm.minimumSteps=1")).RequireSuccess();
        Assert.Contains($"skipped {bad}", skipped.Messages);
        Assert.Equal(bad, skipped.Document.GetProperty("skipped")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Bad_pictures_alone_cannot_be_trained_on()
    {
        string pictures = Tiny.Pictures(folder, trainPerClass: 2);
        foreach (string file in Directory.GetFiles(Path.Combine(pictures, "train", "duskling"))) File.WriteAllText(file, "x");
        (await Train(pictures, "--skip-bad")).RequireUserError("duskling", "0 pictures", "Add pictures");
    }

    [Fact]
    public async Task A_test_class_that_was_never_trained()
    {
        string pictures = Tiny.Pictures(folder);
        Directory.Move(Path.Combine(pictures, "test", "inkwing"), Path.Combine(pictures, "test", "phoenix"));
        (await Train(pictures)).RequireUserError("phoenix", "train folder");
    }

    [Theory]
    [InlineData("--set", "joint.epoch=3")]
    [InlineData("--set", "joint.epochs=many")]
    [InlineData("--set", "joint.epochs")]
    [InlineData("--set", "batchSize=0")]
    [InlineData("--preset", "best")]
    [InlineData("--backbone", "resnet999")]
    [InlineData("--device", "abacus")]
    [InlineData("--threads", "-3")]
    public async Task An_unknown_key_or_value(string option, string value)
        => (await Train(Tiny.Pictures(folder, trainPerClass: 2), option, value)).RequireUserError(value.Split('=')[0].TrimStart('-'));

    [Theory]
    [InlineData("{ \"joint\": { \"epoch\": 3 } }", "joint.epoch")]
    [InlineData("{ \"joint\": 3 }", "joint")]
    [InlineData("{ \"seed\": }", "line 1")]
    [InlineData("[]", "object")]
    public async Task A_configuration_that_cannot_be_used(string text, string word)
    {
        File.WriteAllText(folder.In("config.json"), text);
        (await Train(Tiny.Pictures(folder, trainPerClass: 2), "--config", folder.In("config.json"))).RequireUserError(word);
    }

    [Fact]
    public async Task A_missing_configuration()
        => (await Train(Tiny.Pictures(folder, trainPerClass: 2), "--config", folder.In("none.json"))).RequireUserError("none.json");

    [Fact]
    public async Task A_folder_that_holds_something_else()
    {
        Directory.CreateDirectory(folder.In("run"));
        File.WriteAllText(folder.In("run", "thesis.txt"), "precious");
        (await Train(Tiny.Pictures(folder, trainPerClass: 2))).RequireUserError("run", "--out");
        Assert.Equal("precious", File.ReadAllText(folder.In("run", "thesis.txt")));
    }

    [Theory]
    [InlineData("evaluate", "--data", "x")]
    [InlineData("predict", "x.png")]
    [InlineData("words", "--out", "x")]
    public async Task A_run_that_does_not_exist(string verb, params string[] rest)
        => (await CliRun.Of([verb, folder.In("norun"), .. rest])).RequireUserError("norun", "lvw train");

    private Task<CliRun> Train(string pictures, params string[] more) => CliRun.Of(Tiny.Train(pictures, folder.In("run"), more));
}
