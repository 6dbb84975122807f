using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class RunFolderTests : IDisposable
{
    private static readonly TrainingSettings Settings = Presets.Get("quick");
    private static readonly RunDescription Description = new("/data", ["a", "b"], ["a/1.png", "b/1.png"], [], ["a/2.png"], "half", 96);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_run_holds_its_settings_and_its_description()
    {
        RunFolder run = RunFolder.Begin(folder.In("deep/run"), Settings, Description, resume: false);
        Assert.Equal(Settings, run.ReadSettings());
        Assert.Equal(Description.ToJson(), run.ReadDescription().ToJson());
        Assert.True(Description.IsSameData(run.ReadDescription()));
        Assert.False(run.IsFinished);
    }

    [Fact]
    public void A_folder_with_other_files_is_not_taken()
    {
        folder.Add("run/photo.jpg");
        string message = Error(() => RunFolder.Begin(folder.In("run"), Settings, Description, resume: true));
        Assert.Contains("not empty", message, StringComparison.Ordinal);
        Assert.Contains(folder.In("run"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_a_checkpoint_is_only_continued_when_asked_for()
    {
        BeginAndTrain();
        Assert.Contains("--resume", Error(() => Begin(Settings, resume: false)), StringComparison.Ordinal);
        Begin(Settings, resume: true);
    }

    [Fact]
    public void A_run_with_the_checkpoint_before_the_last_alone_has_begun()
    {
        RunFolder run = BeginAndTrain();
        File.Move(run.CheckpointFile, run.PreviousCheckpointFile);
        Assert.Contains("--resume", Error(() => Begin(Settings, resume: false)), StringComparison.Ordinal);
        Begin(Settings, resume: true);
    }

    [Fact]
    public void A_run_that_failed_before_its_first_checkpoint_may_be_begun_anew_with_other_settings()
    {
        Begin(Settings, resume: false);
        Assert.Equal(9UL, Begin(Settings with { Seed = 9 }, resume: false).ReadSettings().Seed);
    }

    [Fact]
    public void Other_settings_are_named_one_by_one()
    {
        BeginAndTrain();
        string message = Error(() => Begin(Settings with { Seed = 9, Joint = Settings.Joint with { Epochs = 77 } }, resume: true));
        Assert.Contains("seed was 1, is 9", message, StringComparison.Ordinal);
        Assert.Contains($"joint.epochs was {Settings.Joint.Epochs}, is 77", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_data_is_refused_and_moved_data_is_not()
    {
        BeginAndTrain();
        foreach (RunDescription other in (RunDescription[])[Description with { TrainPictures = ["a/1.png"] }, Description with { Side = 64 }, Description with { Classes = ["b", "a"] }])
        {
            Assert.Contains("other data", Error(() => RunFolder.Begin(folder.In("run"), Settings, other, resume: true)), StringComparison.Ordinal);
        }

        RunFolder.Begin(folder.In("run"), Settings, Description with { DataRoot = "/moved" }, resume: true);
    }

    [Fact]
    public void Opening_tells_a_missing_folder_another_folder_and_an_unfinished_run_apart()
    {
        Assert.Contains("no such run folder", Error(() => RunFolder.Open(folder.In("absent"))), StringComparison.Ordinal);
        folder.Add("other/photo.jpg");
        Assert.Contains("not a run folder", Error(() => RunFolder.Open(folder.In("other"))), StringComparison.Ordinal);
        RunFolder run = BeginAndTrain();
        Assert.Contains("has not finished", Error(() => RunFolder.Open(folder.In("run"))), StringComparison.Ordinal);
        File.WriteAllText(run.SourcesFile, "[]");
        File.WriteAllText(run.WordsFile, "");
        Assert.Equal(run.Path, RunFolder.Open(folder.In("run")).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "classes": 3 }""")]
    [InlineData("""{"dataRoot":"/","classes":null,"trainPictures":[],"validationPictures":[],"testPictures":[],"normalization":"half","side":1}""")]
    [InlineData("""{"dataRoot":"/","classes":[],"trainPictures":[],"validationPictures":[],"testPictures":[],"normalization":"none","side":1}""")]
    public void A_damaged_description_is_named(string json)
    {
        RunFolder run = Begin(Settings, resume: false);
        File.WriteAllText(run.DescriptionFile, json);
        string message = Error(() => run.ReadDescription());
        Assert.StartsWith(run.DescriptionFile, message, StringComparison.Ordinal);
        Assert.Contains("damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_a_file_is_named()
    {
        folder.Add("run", []);
        Assert.Contains(folder.In("run"), Error(() => Begin(Settings, resume: false)), StringComparison.Ordinal);
    }

    private static string Error(Action action) => Assert.Throws<RunFolderException>(action).Message;

    private RunFolder Begin(TrainingSettings settings, bool resume) => RunFolder.Begin(folder.In("run"), settings, Description, resume);

    private RunFolder BeginAndTrain()
    {
        RunFolder run = Begin(Settings, resume: false);
        File.WriteAllText(run.CheckpointFile, "");
        return run;
    }
}
