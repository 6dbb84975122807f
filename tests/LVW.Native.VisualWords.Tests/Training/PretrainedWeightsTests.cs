using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>Weights become a backbone's whatever container and names they come in, or are refused whole.</summary>
public sealed class PretrainedWeightsTests : IDisposable
{
    private const string Family = "resnet8-slim";
    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("weights.pth", "")]
    [InlineData("weights.pth", "module.")]
    [InlineData("weights.pt", "module._orig_mod.")]
    [InlineData("weights.npz", "model.")]
    [InlineData("weights.safetensors", "backbone.")]
    public void Weights_of_every_container_and_behind_every_wrapper_are_loaded(string name, string prefix)
    {
        Backbone trained = Create(42);
        Dictionary<string, HostTensor> file = trained.StateDict();
        file.Add("bn1.num_batches_tracked", HostTensor.Scalar(3));
        foreach (string layer in new[] { "fc", "classifier", "linear", "head" }) file.Add($"{layer}.weight", new HostTensor([10, 128], new float[1280]));
        Write(folder.In(name), file.ToDictionary(entry => prefix + entry.Key, entry => entry.Value));
        Backbone backbone = Create(1);
        Load(backbone, folder.In(name));
        Assert.All(trained.StateDict(), entry => Assert.Equal(entry.Value.Values, backbone.StateDict()[entry.Key].Values));
        Assert.Equal([10, 128], CheckpointFile.ReadStateDict(folder.In(name))["linear.weight"].Shape);
    }

    [Fact]
    public void Files_without_metadata_mean_torchvisions_normalization()
    {
        Write(folder.In("weights.pth"), Create(1).StateDict());
        Assert.Equal("imagenet", PretrainedWeights.NormalizationFor(Presets.Get("quick") with { Weights = folder.In("weights.pth") }).Name);
    }

    [Theory]
    [InlineData("weights.pth")]
    [InlineData("weights.safetensors")]
    public void Weights_that_are_not_numbers_are_refused_with_the_first_tensor_and_how_many(string name)
    {
        Dictionary<string, HostTensor> file = Create(42).StateDict();
        file["bn1.bias"].Values[3] = float.NaN;
        file["bn1.weight"].Values.AsSpan(0, 2).Fill(float.NegativeInfinity);
        Write(folder.In(name), file);
        Backbone backbone = Create(1);
        Dictionary<string, HostTensor> before = backbone.StateDict();
        string message = Assert.Throws<CheckpointException>(() => Load(backbone, folder.In(name))).Message;
        Assert.Contains($"{name}: NaN or infinity in 2 of {before.Count} tensors (3 values), first in 'bn1.", message, StringComparison.Ordinal);
        Assert.All(before, entry => Assert.Equal(entry.Value.Values, backbone.StateDict()[entry.Key].Values));
    }

    [Fact]
    public void A_model_of_ours_that_is_not_numbers_is_refused_too()
    {
        Backbone backbone = Create(42);
        Dictionary<string, HostTensor> file = backbone.StateDict();
        file["bn1.bias"].Values[0] = float.NaN;
        SafeTensors.Write(folder.In("weights.safetensors"), file);
        Assert.Contains("1 value)", Assert.Throws<CheckpointException>(() => ModelFiles.Load(folder.In("weights.safetensors"), backbone)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_list_what_differs_before_a_value_is_read()
    {
        Dictionary<string, HostTensor> file = Create(42).StateDict();
        file.Remove("conv1.weight");
        file["bn1.bias"] = new HostTensor([2, 3], new float[6]);
        file["layer9.weight"] = new HostTensor([1], [float.NaN]);
        Write(folder.In("weights.pth"), file);
        string message = Assert.Throws<CheckpointException>(() => Load(Create(1), folder.In("weights.pth"))).Message;
        Assert.All(new[] { "1 missing: conv1.weight", "1 unexpected: layer9.weight", "bn1.bias is [2, 3], expected [" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Older_names_are_made_current_and_two_names_of_one_tensor_are_refused()
    {
        var values = new Dictionary<string, HostTensor> { ["old.1.weight"] = new([2], [1, 2]), ["module.bias"] = new([2], [3, 4]) };
        Write(folder.In("weights.pth"), values);
        var renamed = new Renamed(device);
        Load(renamed, folder.In("weights.pth"));
        Assert.Equal([1f, 2], renamed.StateDict()["module.weight"].Values);
        values["module.weight"] = values["old.1.weight"];
        Write(folder.In("weights.pth"), values);
        Assert.Contains("another name of 'module.weight'", Assert.Throws<CheckpointException>(() => Load(renamed, folder.In("weights.pth"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("squeezenet1_1")]
    [InlineData("resnet8-slim")]
    public void Base_and_words_models_of_ours_give_their_backbone(string name)
    {
        TrainingSettings settings = Presets.Get("quick") with { Backbone = name };
        BaseClassifier trained = ModelFiles.CreateBase(device, settings, classes: 3);
        ModelFiles.Save(folder.In("base.safetensors"), trained, PixelNormalization.Half);
        ModelFiles.Save(folder.In("words.safetensors"), ModelFiles.CreateWords(device, settings, classes: 3), PixelNormalization.Half);
        foreach (string file in new[] { "base.safetensors", "words.safetensors" })
        {
            Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: settings.Seed + 1);
            using (CheckpointFile open = CheckpointFile.Open(folder.In(file))) Assert.True(PretrainedWeights.Fits(backbone, open));
            Load(backbone, folder.In(file));
            Assert.All(trained.Backbone.StateDict(), entry => Assert.Equal(entry.Value.Values, backbone.StateDict()[entry.Key].Values));
        }
    }

    [Fact]
    public void The_classifier_that_a_backbone_of_ones_own_names_is_passed_over()
    {
        Write(folder.In("weights.pth"), new() { ["module.weight"] = new([2], [1, 2]), ["module.bias"] = new([2], [3, 4]), ["top.weight"] = new([5, 1], new float[5]) });
        var backbone = new Renamed(device);
        Load(backbone, folder.In("weights.pth"));
        Assert.Equal([1f, 2], backbone.StateDict()["module.weight"].Values);
    }

    [Fact]
    public void The_real_ResNet20_of_PyTorchs_old_container_is_read_by_its_plain_names()
    {
        string weights = RepositoryFolders.RequireData("weights", "resnet20-12fca82f.th");
        IReadOnlyDictionary<string, HostTensor> tensors = CheckpointFile.ReadStateDict(weights);
        Assert.Equal([16, 3, 3, 3], tensors["conv1.weight"].Shape);
        Assert.Equal([10, 64], tensors["linear.weight"].Shape);
        Assert.Equal(269_722, tensors.Where(entry => !entry.Key.Contains("running", StringComparison.Ordinal)).Sum(entry => entry.Value.Shape.Count));
        FiniteValues.Require(tensors, weights);
    }

    private static void Write(string path, Dictionary<string, HostTensor> tensors)
        => CheckpointWriter.Write(path, [.. tensors.Select(entry => RawTensor.Of(entry.Key, entry.Value))], new Dictionary<string, string>());

    private static void Load(Backbone backbone, string path) => PretrainedWeights.Load(backbone, Presets.Get("quick") with { Weights = path });

    private Backbone Create(ulong seed) => BackboneCatalogue.Default.Create(Family, device, seed);

    private sealed class Renamed : Backbone
    {
        public Renamed(Device device)
            : base("renamed", 1, [])
        {
            var inner = new Inner();
            Register("module", inner);
            inner.Add(device);
        }

        public override IReadOnlyList<Module> Stages => [];

        public override string ClassifierKey => "top.last";

        public override string CurrentKey(string key) => key.Replace("old.1.", "module.", StringComparison.Ordinal);
    }

    private sealed class Inner : Module
    {
        public void Add(Device device)
        {
            Register("weight", new Parameter(device, [2]));
            Register("bias", new Parameter(device, [2]));
        }

        public override Tensor Forward(Tensor x) => x;
    }
}
