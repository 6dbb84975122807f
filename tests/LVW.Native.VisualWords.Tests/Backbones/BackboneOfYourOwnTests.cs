using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Backbones;

/// <summary>One file with a backbone is enough to train, save and reload runs with it.</summary>
public sealed class BackboneOfYourOwnTests : IDisposable
{
    private static readonly string[] Small =
    [
        "backbone=three-convolutions", "batchSize=8", "data.validationFraction=0", "base.epochs=1", "words.perClass=2", "words.depth=8", "loss.attentionWords=4",
        "warm.minimumSteps=1", "joint.epochs=1", "lastLayer.augmentedViews=0",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void It_trains_is_saved_and_comes_back()
    {
        GeneratedDataSet.Write(folder.In("pictures"), 2, 1, new SceneOptions { Side = 48 });
        (TrainedModels trained, WordModel words) = RunOfYourOwn.TrainAndReload(device, folder.In("pictures"), folder.In("run"), Small);
        Assert.IsType<ThreeConvolutions>(words.Backbone);
        Assert.All(trained.Words.StateDict(), entry => Assert.Equal(entry.Value.Values, words.StateDict()[entry.Key].Values));
        Assert.Equal(48, RunFolder.Open(folder.In("run")).ReadDescription().Side);
    }

    [Fact]
    public void Pictures_too_small_for_a_grid_are_refused_with_the_side_that_is_enough()
    {
        GeneratedDataSet.Write(folder.In("pictures"), 2, 1, new SceneOptions { Side = 48 });
        string message = Assert.Throws<SettingsException>(() => RunOfYourOwn.TrainAndReload(device, folder.In("pictures"), folder.In("run"), [.. Small, "imageSize=8"])).Message;
        Assert.Contains("8 pixels", message, StringComparison.Ordinal);
        Assert.Contains("Use at least 9.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backbone_that_cannot_be_asked_for_or_made_is_refused()
    {
        BackboneVariant variant = ThreeConvolutions.Variant;
        foreach (BackboneVariant wrong in new[] { variant with { Name = null! }, variant with { Name = " " }, variant with { Create = null! }, variant with { InputSide = -1 } })
        {
            Assert.Throws<ArgumentException>(() => BackboneCatalogue.Default.With(wrong));
        }
    }

    [Fact]
    public void Without_its_catalogue_the_name_is_unknown_and_the_set_it_was_added_to_is_as_before()
    {
        BackboneCatalogue backbones = BackboneCatalogue.Default.With(ThreeConvolutions.Variant);
        Assert.Equal([.. BackboneCatalogue.Default.Names, "three-convolutions"], backbones.Names);
        string message = Assert.Throws<SettingsException>(() => BackboneCatalogue.Default.Create("three-convolutions", device, seed: 1)).Message;
        Assert.Contains("three-convolutions", message, StringComparison.Ordinal);
        Assert.Contains("densenet121", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backbone_takes_the_place_of_one_of_the_same_name()
    {
        BackboneCatalogue backbones = BackboneCatalogue.Default.With(ThreeConvolutions.Variant with { Name = "resnet18" });
        Assert.Equal(BackboneCatalogue.Default.Names.Order(StringComparer.Ordinal), backbones.Names.Order(StringComparer.Ordinal));
        Assert.IsType<ThreeConvolutions>(backbones.Create("resnet18", device, seed: 1));
    }

    [Fact]
    public void The_page_shows_the_whole_file_and_the_program_as_they_are()
    {
        string page = File.ReadAllText(RepositoryFolders.InRepository("src", "LVW.Native.VisualWords", "README.md"));
        Assert.Contains($"```csharp\n{Whole("ThreeConvolutions.cs")}```", page, StringComparison.Ordinal);
        string program = Whole("RunOfYourOwn.cs");
        Assert.Contains(program[..program.IndexOf("\n\n", StringComparison.Ordinal)], page, StringComparison.Ordinal);
        int start = program.IndexOf("        BackboneCatalogue", StringComparison.Ordinal), end = program.IndexOf("        return", StringComparison.Ordinal);
        string[] lines = program[start..end].TrimEnd().Split('\n');
        Assert.Contains($"\n{string.Join('\n', lines.Select(line => line.Length > 0 ? line[8..] : line))}\n```", page, StringComparison.Ordinal);
    }

    // As a file of one's own has it, in a namespace of one's own.
    private static string Whole(string name) => File.ReadAllText(RepositoryFolders.InRepository("tests", "LVW.Native.VisualWords.Tests", "Backbones", name))
        .Replace("namespace LVW.Native.VisualWords.Tests.Backbones;\n\n", "", StringComparison.Ordinal);
}
