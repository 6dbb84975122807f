using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_layer_wins_preset_then_file_then_environment_then_command_line()
    {
        string file = Write("""{ "joint": { "epochs": 2, "weightDecay": 0.25 }, "batchSize": 3, "seed": 4 }""");
        TrainingSettings settings = SettingsReader.Read(
            "quick", file, [new("LVW_SET_JOINT__EPOCHS", "5"), new("LVW_SET_SEED", "6"), new("PATH", "x")], ["joint.epochs=7"]);
        Assert.Equal((7, 6UL, 3, 0.25), (settings.Joint.Epochs, settings.Seed, settings.BatchSize, settings.Joint.WeightDecay));
        Assert.Equal(("resnet8-slim", "quick"), (settings.Backbone, settings.Preset));
    }

    [Fact]
    public void Without_any_layer_the_recommended_preset_applies()
        => Assert.Equal(Presets.Get("recommended"), SettingsReader.Read(null, null, [], []));

    [Fact]
    public void A_file_may_name_the_preset_and_the_command_line_overrules_it()
    {
        string file = Write("""{ "preset": "quick" }""");
        Assert.Equal("resnet8-slim", SettingsReader.Read(null, file, [], []).Backbone);
        TrainingSettings paper = SettingsReader.Read("paper", file, [], []);
        Assert.Equal(("paper", "resnet34"), (paper.Preset, paper.Backbone));
    }

    [Fact]
    public void Files_may_have_comments_and_trailing_commas()
        => Assert.Equal(9, SettingsReader.Read(null, Write("{ // why\n \"batchSize\": 9, /* all */ }"), [], []).BatchSize);

    [Theory]
    [InlineData("""{ "joint": { "epoch": 3 } }""", "joint.epoch", "joint.epochs")]
    [InlineData("""{ "Joint": {} }""", "Joint", "joint")]
    [InlineData("""{ "learningRate": 3 }""", "learningRate", "batchSize")]
    public void An_unknown_key_of_a_file_is_named_with_the_known_ones(string json, string unknown, string known)
    {
        string file = Write(json);
        string message = Error(() => SettingsReader.Read(null, file, [], []));
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains($"'{unknown}'", message, StringComparison.Ordinal);
        Assert.Contains(known, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("joint.epoch=3", "joint.epochs")]
    [InlineData("nothing.at.all=3", "batchSize")]
    [InlineData("seed.more=3", "batchSize")]
    [InlineData("joint=3", "joint.epochs")]
    [InlineData("joint", "key=value")]
    [InlineData("=3", "key=value")]
    public void A_wrong_assignment_is_named_with_what_was_expected(string assignment, string expected)
    {
        string message = Error(() => SettingsReader.Read(null, null, [], [assignment]));
        Assert.StartsWith($"--set {assignment}", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_variable_of_an_unknown_key_is_named()
        => Assert.StartsWith("LVW_SET_JOINT__EPOCH:", Error(() => SettingsReader.Read(null, null, [new("LVW_SET_JOINT__EPOCH", "3")], [])), StringComparison.Ordinal);

    [Theory]
    [InlineData("batchSize=0", "batchSize: 0 is out of range")]
    [InlineData("loss.distillation=0", "nothing teaches the words")]
    [InlineData("batchSize=many", "batchSize: the value does not fit; it takes a whole number")]
    [InlineData("batchSize=1.5", "batchSize: the value does not fit; it takes a whole number")]
    [InlineData("joint.attention=1", "joint.attention: the value does not fit; it takes true or false")]
    [InlineData("base.dropout=much", "base.dropout: the value does not fit; it takes a number")]
    [InlineData("augmentation.flip=1.5", "between 0 and 1")]
    [InlineData("augmentation.flip=NaN", "augmentation.flip: NaN is out of range")]
    [InlineData("joint.wordLearningRate=Infinity", "joint.wordLearningRate: Infinity is out of range")]
    [InlineData("data.validationChoice=first", "Choose one of last, random")]
    [InlineData("words.addOn=deep", "Choose one of regular, bottleneck, linear")]
    [InlineData("joint.schedule=linear", "Choose one of cosine, constant, step")]
    [InlineData("words.epsilon=0", "words.epsilon")]
    [InlineData("joint.weightDecay=-1", "at least 0")]
    [InlineData("seed=-1", "seed: the value does not fit; it takes a whole number of at least 0")]
    [InlineData("loss.attentionSource=picture", "augmentation.minimumArea=1")]
    [InlineData("loss.attentionMethod=score-cam", "loss.attentionSource=picture")]
    [InlineData("loss.correlation=-1", "at least 0")]
    [InlineData("loss.attentionMethod=eigencam", "Choose one of grad-cam, grad-cam++, hirescam, layercam, score-cam")]
    [InlineData("evaluation.attention=saliency", "Choose one of grad-cam")]
    [InlineData("evaluation.coverage=0", "evaluation.coverage")]
    [InlineData("evaluation.shownWords=0", "at least 1")]
    public void A_value_that_does_not_fit_is_named_with_its_range(string assignment, string expected)
        => Assert.Contains(expected, Error(() => SettingsReader.Read(null, null, [], [assignment])), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "joint": null }""", "joint")]
    [InlineData("""{ "backbone": null }""", "backbone")]
    [InlineData("""{ "joint": 3 }""", "joint")]
    [InlineData("""{ "joint": { "epochs": "three" } }""", "joint.epochs")]
    [InlineData("""{ "seed": 1, "seed": 2 }""", "seed")]
    [InlineData("[1]", "object")]
    [InlineData("{ \"seed\": ", "line 1")]
    [InlineData("", "line 1")]
    public void A_file_that_cannot_be_settings_is_an_error_that_says_where(string json, string expected)
        => Assert.Contains(expected, Error(() => SettingsReader.Read(null, Write(json), [], [])), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Contains("absent.json", Error(() => SettingsReader.Read(null, folder.In("absent.json"), [], [])), StringComparison.Ordinal);
        Assert.Contains(folder.Path, Error(() => SettingsReader.Read(null, folder.Path, [], [])), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_on_the_command_line_ignore_case_and_values_may_be_texts_numbers_or_null()
    {
        TrainingSettings settings = SettingsReader.Read(null, null, [], ["JOINT.Epochs=3", "weights=/a/b=c.safetensors", "base.frozenStages=2", "augmentation.flip=0"]);
        Assert.Equal((3, "/a/b=c.safetensors", 2, 0.0), (settings.Joint.Epochs, settings.Weights, settings.Base.FrozenStages, settings.Augmentation.Flip));
        Assert.Null(SettingsReader.Read(null, null, [], ["weights=x", "weights=null"]).Weights);
    }

    [Theory]
    [InlineData("recommended")]
    [InlineData("quick")]
    [InlineData("paper")]
    public void What_is_written_is_read_again(string preset)
    {
        TrainingSettings settings = SettingsReader.Read(preset, null, [], ["seed=18446744073709551615", "weights=ü.safetensors"]);
        string file = Write(SettingsReader.Write(settings));
        Assert.Equal(settings, SettingsReader.ReadEffective(file));
        Assert.Equal(settings, SettingsReader.Read(null, file, [], []));
    }

    [Fact]
    public void Settings_of_runs_before_the_correlation_have_none_of_it()
    {
        string written = SettingsReader.Write(SettingsReader.Read("recommended", null, [], []));
        string before = System.Text.RegularExpressions.Regex.Replace(written, "\"correlation\": [^,]*,", "");
        Assert.NotEqual(written, before);
        Assert.Equal(0, SettingsReader.ReadEffective(Write(before)).Loss.Correlation);
    }

    private static string Error(Action read) => Assert.Throws<SettingsException>(read).Message;

    private string Write(string json)
    {
        string file = folder.In("settings.json");
        File.WriteAllText(file, json);
        return file;
    }
}
