using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class MethodsTests
{
    public static TheoryData<string, string> MethodsOfPresets()
        => [.. Presets.Names.SelectMany(_ => Methods.Names, (preset, method) => new TheoryDataRow<string, string>(preset, method))];

    [Theory]
    [MemberData(nameof(MethodsOfPresets))]
    public void Every_method_fits_every_preset_and_is_read_again_as_it_was_written(string preset, string method)
    {
        TrainingSettings settings = SettingsReader.Read(preset, null, [], [$"method={method}"]);
        Assert.Equal((preset, method), (settings.Preset, settings.Method));
        Assert.Equal(settings, Methods.Get(method).Over(settings));
        Assert.Equal(settings, SettingsReader.With(Presets.Get(preset), Methods.Get(method)));
        Assert.NotEqual("", Methods.Get(method).Description + Methods.Get(method).Source);
    }

    [Theory]
    [MemberData(nameof(MethodsOfPresets))]
    public void The_base_model_of_a_preset_is_the_same_for_all_methods(string preset, string method)
        => Assert.Equal(SettingsReader.Read(preset, null, [], []).BaseOnly, SettingsReader.Read(preset, null, [], [$"method={method}"]).BaseOnly);

    [Fact]
    public void The_default_leaves_a_preset_as_it_is()
        => Assert.All(Presets.Names, name => Assert.Equal(Presets.Get(name), Methods.Get(Methods.Default).Over(Presets.Get(name))));

    [Fact]
    public void ProtoPNet_has_the_published_terms_and_the_start_and_schedule_of_lvw()
    {
        TrainingSettings lvw = Presets.Get("recommended"), proto = Methods.Get("protopnet").Over(lvw);
        LossSettings loss = proto.Loss;
        Assert.Equal((false, 1.0, 0.8, 0.08, 1e-4), (proto.Words.Shared, loss.CrossEntropy, loss.Cluster, loss.Separation, loss.L1));
        Assert.Equal((0.0, 0.0, 0.0, 0.0, 0.0), (loss.Attention, loss.Correlation, loss.Distillation, loss.Coverage, proto.LastLayer.Distillation));
        Assert.Equal((0.0, 0.0), (proto.Warm.LastLayerLearningRate, proto.Joint.LastLayerLearningRate));
        PhaseSettings Published(PhaseSettings phase) => phase with { AddOnLearningRate = 3e-3, LastLayerLearningRate = 0 };
        Assert.Equal((Published(lvw.Warm), Published(lvw.Joint)), (proto.Warm, proto.Joint));
        Assert.Equal(lvw.Words with { Shared = false, AddOn = "regular" }, proto.Words);
    }

    [Fact]
    public void The_ablation_switches_sharing_and_alignment_one_by_one()
        => Assert.Equal(
            [("lvw", true, true), ("lvw-no-alignment", true, false), ("lvw-no-sharing", false, true), ("lvw-neither", false, false)],
            Methods.Parse("ablation").Select(method => method.Over(Presets.Get("recommended"))).Select(settings => (settings.Method, settings.Words.Shared, settings.Loss.Aligns())));

    [Fact]
    public void A_correction_turned_back_changes_something_in_the_recommended_preset()
        => Assert.All(
            Methods.Parse("corrections").Skip(1),
            method => Assert.NotEqual(Presets.Get("recommended") with { Method = method.Name }, method.Over(Presets.Get("recommended"))));

    [Fact]
    public void A_list_names_methods_and_groups_and_takes_each_once()
    {
        Assert.Equal(["protopnet", "lvw", "lvw-no-alignment", "lvw-no-sharing", "lvw-neither", "black-box"], Methods.Parse("protopnet, ablation,black-box,lvw").Select(method => method.Name));
        Assert.Equal(Methods.Names, Methods.Parse("all").Select(method => method.Name));
    }

    [Theory]
    [InlineData("lvw,pipnet", "'pipnet'")]
    [InlineData(" , ", "empty")]
    public void A_list_that_cannot_be_understood_is_an_error_that_names_the_known_ones(string list, string expected)
    {
        string message = Assert.Throws<SettingsException>(() => Methods.Parse(list)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("protopnet", message, StringComparison.Ordinal);
        Assert.Contains("ablation", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method=nothing", "Choose one of lvw, black-box, protopnet")]
    [InlineData("loss.separation=0.1", "words.shared=false")]
    public void Settings_that_no_method_has_are_named(string assignment, string expected)
        => Assert.Contains(expected, Assert.Throws<SettingsException>(() => SettingsReader.Read(null, null, [], [assignment])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_the_command_line_sets_against_the_method_is_named()
    {
        string message = Assert.Throws<SettingsException>(() => SettingsReader.Read(null, null, [], ["method=protopnet", "Loss.cluster=0.1", "joint.epochs=3"])).Message;
        Assert.StartsWith("--set Loss.cluster=0.1: the method protopnet", message, StringComparison.Ordinal);
        Assert.Equal(3, SettingsReader.Read(null, null, [], ["method=protopnet", "loss.cluster=0.1", "joint.epochs=3", "loss.cluster=0.8"]).Joint.Epochs);
    }
}
