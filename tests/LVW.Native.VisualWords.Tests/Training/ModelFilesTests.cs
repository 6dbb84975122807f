using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class ModelFilesTests : IDisposable
{
    private static readonly TrainingSettings Settings = Presets.Get("quick");
    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1);

    private string Name => folder.In("weights.safetensors");

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_model_comes_back_from_its_file_in_evaluation_mode()
    {
        WordModel model = ModelFiles.CreateWords(device, Settings, classes: 3);
        model.Head.FeatureScale = 0.5f;
        ModelFiles.Save(Name, model, PixelNormalization.Caffe);
        WordModel other = ModelFiles.CreateWords(device, Settings with { Seed = 99 }, classes: 3);
        Assert.NotEqual(model.Head.Words.ToArray(), other.Head.Words.ToArray());
        ModelFiles.Load(Name, other);
        Assert.False(other.IsTraining);
        Assert.All(model.StateDict(), entry => Assert.Equal(entry.Value.Values, other.StateDict()[entry.Key].Values));
        Assert.Equal("caffe", SafeTensors.Read(Name).Metadata["normalization"]);
    }

    [Fact]
    public void A_flipped_bit_in_a_models_file_is_named_and_a_file_of_before_seals_is_read()
    {
        BaseClassifier model = ModelFiles.CreateBase(device, Settings, classes: 3);
        ModelFiles.Save(Name, model, PixelNormalization.Half);
        SafeTensorsContent content = SafeTensors.Read(Name);
        byte[] bytes = File.ReadAllBytes(Name);
        bytes[^9] ^= 1;
        File.WriteAllBytes(Name, bytes);
        string message = Assert.Throws<CheckpointException>(() => ModelFiles.Load(Name, model)).Message;
        Assert.StartsWith(Name, message, StringComparison.Ordinal);
        Assert.Contains("Restore it", message, StringComparison.Ordinal);
        SafeTensors.Write(Name, content.Tensors, new Dictionary<string, string> { ["normalization"] = "half" });
        ModelFiles.Load(Name, model);
    }

    [Fact]
    public void Equal_seeds_make_equal_models_and_base_and_words_share_the_backbones_start()
    {
        BaseClassifier one = ModelFiles.CreateBase(device, Settings, 3), again = ModelFiles.CreateBase(device, Settings, 3);
        Assert.All(one.StateDict(), entry => Assert.Equal(entry.Value.Values, again.StateDict()[entry.Key].Values));
        WordModel words = ModelFiles.CreateWords(device, Settings, 3);
        Assert.All(one.Backbone.StateDict(), entry => Assert.Equal(entry.Value.Values, words.Backbone.StateDict()[entry.Key].Values));
    }

    [Theory]
    [InlineData("linear", 1000, 128)]
    [InlineData("linear", 20, 20)]
    [InlineData("regular", 1000, 1000)]
    public void Words_of_a_linear_space_are_no_deeper_than_the_features_have_channels(string addOn, int depth, int expected)
    {
        WordModel model = ModelFiles.CreateWords(device, Settings with { Words = Settings.Words with { AddOn = addOn, Depth = depth } }, classes: 3);
        Assert.Equal((128, expected, expected), (model.Backbone.FeatureChannels, model.Head.Options.Depth, model.Head.Words.Shape[1]));
    }

    [Fact]
    public void The_weights_of_another_number_of_classes_are_refused_and_their_shapes_listed()
    {
        ModelFiles.Save(Name, ModelFiles.CreateWords(device, Settings, classes: 3), PixelNormalization.Half);
        string message = Assert.Throws<CheckpointException>(() => ModelFiles.Load(Name, ModelFiles.CreateWords(device, Settings, classes: 4))).Message;
        Assert.StartsWith(Name, message, StringComparison.Ordinal);
        Assert.Contains("head.last is [3, 12], expected [4, 16]", message, StringComparison.Ordinal);
        Assert.Contains("head.words is [12, 64], expected [16, 64]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pretrained_weights_become_the_backbones_and_a_classifier_in_the_file_is_passed_over()
    {
        Backbone trained = BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 42);
        Dictionary<string, HostTensor> file = trained.StateDict();
        file.Add("fc.weight", new HostTensor([1000, 128], new float[128000]));
        file.Add("fc.bias", new HostTensor([1000], new float[1000]));
        SafeTensors.Write(Name, file);
        Backbone backbone = BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 1);
        PretrainedWeights.Load(backbone, Settings with { Weights = Name });
        Assert.All(trained.StateDict(), entry => Assert.Equal(entry.Value.Values, backbone.StateDict()[entry.Key].Values));
    }

    [Fact]
    public void Weights_of_another_backbone_are_refused_and_missing_and_unexpected_keys_listed()
    {
        SafeTensors.Write(Name, new Dictionary<string, HostTensor> { ["features.0.weight"] = new([1], [1]) });
        Backbone backbone = BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 1);
        string message = Assert.Throws<CheckpointException>(() => PretrainedWeights.Load(backbone, Settings with { Weights = Name })).Message;
        Assert.Contains("missing: conv1.weight", message, StringComparison.Ordinal);
        Assert.Contains("unexpected: features.0.weight", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("normalization", "half", "half")]
    [InlineData("normalization", "unheard-of", "imagenet")]
    [InlineData("preprocess", "RGB minus (123.68, 116.779, 103.939)", "caffe")]
    [InlineData("source", "torchvision", "imagenet")]
    public void Without_a_setting_the_files_metadata_decides_the_normalization(string key, string value, string expected)
    {
        SafeTensors.Write(Name, new Dictionary<string, HostTensor>(), new Dictionary<string, string> { [key] = value });
        Assert.Equal(expected, PretrainedWeights.NormalizationFor(Settings with { Weights = Name }).Name);
        Assert.Equal("caffe", PretrainedWeights.NormalizationFor(Settings with { Weights = Name, Normalization = "caffe" }).Name);
    }

    [Fact]
    public void A_network_from_scratch_takes_minus_one_to_one_and_an_unknown_normalization_is_named()
    {
        Assert.Equal("half", PretrainedWeights.NormalizationFor(Settings).Name);
        Assert.Contains("'torch'", Assert.Throws<SettingsException>(() => PretrainedWeights.NormalizationFor(Settings with { Normalization = "torch" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_SqueezeNet_file_says_its_normalization()
    {
        string weights = RepositoryFolders.RequireData("weights", "squeezenet1_1-imagenet-features.safetensors");
        Assert.Equal("caffe", PretrainedWeights.NormalizationFor(Presets.Get("recommended") with { Weights = weights }).Name);
    }

    [Fact]
    public void Freezing_stops_training_from_the_front_and_leaves_evaluation_mode_there()
    {
        Backbone backbone = BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 1);
        backbone.Freeze(2);
        Assert.Equal([false, false, true, true], backbone.Stages.Select(stage => stage.IsTraining));
        Assert.Equal([false, false, true, true], backbone.Stages.Select(stage => stage.Parameters().All(entry => entry.Parameter.RequiresGradient)));
    }

    [Fact]
    public void An_unknown_backbone_is_named_with_the_known_ones()
        => Assert.Contains("squeezenet1_1", Assert.Throws<SettingsException>(() => ModelFiles.CreateBase(device, Settings with { Backbone = "alexnet" }, 3)).Message, StringComparison.Ordinal);
}
