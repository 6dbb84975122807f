using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
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
        TrainingSettings settings = SettingsReader.Read("quick", null, [], Small);
        DataSplits splits = DataSplits.Of(ImageFolder.Read(folder.In("pictures")), settings.Data.ValidationFraction, lastInOrder: true, settings.Data.TestFraction);
        BackboneCatalogue backbones = BackboneCatalogue.Default.With(ThreeConvolutions.Variant);
        RunDescription description = RunDescription.Of(splits, PretrainedWeights.NormalizationFor(settings), TrainingRun.SideFor(settings, backbones));
        Assert.Equal(48, description.Side);

        RunFolder run = RunFolder.Begin(folder.In("run"), settings, description, resume: false);
        TrainedModels trained = new TrainingRun(device, run, settings, splits, new Silent(), backbones).Run(TestContext.Current.CancellationToken);

        RunFolder saved = RunFolder.Begin(folder.In("run"), settings, description, resume: true);
        WordModel words = ModelFiles.CreateWords(device, saved.ReadSettings(), saved.ReadDescription().Classes.Count, backbones);
        ModelFiles.Load(saved.WordsFile, words);
        Assert.IsType<ThreeConvolutions>(words.Backbone);
        Assert.All(trained.Words.StateDict(), entry => Assert.Equal(entry.Value.Values, words.StateDict()[entry.Key].Values));
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
    public void The_page_shows_the_file_as_it_is()
    {
        string page = File.ReadAllText(RepositoryFolders.InRepository("src", "LVW.Native.VisualWords", "README.md"));
        string file = File.ReadAllText(RepositoryFolders.InRepository("tests", "LVW.Native.VisualWords.Tests", "Backbones", "ThreeConvolutions.cs"));
        string text = file[file.IndexOf("internal sealed class", StringComparison.Ordinal)..];
        Assert.Contains(text, page, StringComparison.Ordinal);
    }

    private sealed class Silent : ITrainingObserver
    {
        public void StageStarted(string name, long steps)
        {
        }

        public void StepDone(long done, double loss, int pictures)
        {
        }

        public void EpochDone(EpochRecord record)
        {
        }

        public void Message(string text)
        {
        }
    }
}
