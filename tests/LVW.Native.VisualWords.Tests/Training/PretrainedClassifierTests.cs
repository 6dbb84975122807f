using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class PretrainedClassifierTests : IDisposable
{
    private const int Classes = 5;

    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1);

    private string Name => folder.In("network.safetensors");

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Backbone_and_linear_layer_come_from_the_file_and_the_file_tells_the_classes()
    {
        BaseClassifier trained = Network();
        Save(trained);
        BaseClassifier model = PretrainedClassifier.Create(device, Fresh(), Name);
        trained.Train(false);
        Assert.False(model.IsTraining);
        Assert.Equal(Logits(trained), Logits(model));
    }

    [Theory]
    [InlineData("resnet8-slim")]
    [InlineData("squeezenet1_1")]
    public void A_base_model_of_ours_is_such_a_file_whatever_its_backbone(string backbone)
    {
        var trained = new BaseClassifier(BackboneCatalogue.Default.Create(backbone, device, seed: 42), Classes, dropout: 0, device, new Philox(3));
        ModelFiles.Save(Name, trained, PixelNormalization.Half);
        BaseClassifier model = PretrainedClassifier.Create(device, BackboneCatalogue.Default.Create(backbone, device, seed: 1), Name);
        trained.Train(false);
        Assert.Equal(Logits(trained), Logits(model));
    }

    [Fact]
    public void A_words_model_of_ours_has_no_such_classifier()
    {
        ModelFiles.Save(Name, ModelFiles.CreateWords(device, Presets.Get("quick") with { Backbone = "resnet8-slim" }, Classes), PixelNormalization.Half);
        Assert.Contains("no classifier.weight", Assert.Throws<CheckpointException>(() => PretrainedClassifier.Create(device, Fresh(), Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_for_another_number_of_classes_is_refused_and_nothing_is_loaded()
    {
        Save(Network());
        var model = new BaseClassifier(Fresh(), classes: 7, dropout: 0, device, new Philox(9));
        float[] before = model.Backbone.State().First().Parameter.ToArray();
        string message = Assert.Throws<CheckpointException>(() => PretrainedClassifier.Load(model, Name)).Message;
        Assert.StartsWith(Name, message, StringComparison.Ordinal);
        Assert.Contains("classifier.weight is [5, 128], expected [7, 128]", message, StringComparison.Ordinal);
        Assert.Equal(before, model.Backbone.State().First().Parameter.ToArray());
    }

    [Fact]
    public void A_file_of_features_alone_is_refused()
    {
        SafeTensors.Write(Name, Fresh().StateDict());
        Assert.Contains("no fc.weight", Assert.Throws<CheckpointException>(() => PretrainedClassifier.Create(device, Fresh(), Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linear_layer_of_other_features_is_refused()
    {
        Dictionary<string, HostTensor> file = Fresh().StateDict();
        file.Add("fc.weight", new HostTensor([Classes, 64], new float[Classes * 64]));
        file.Add("fc.bias", new HostTensor([Classes], new float[Classes]));
        SafeTensors.Write(Name, file);
        Assert.Contains("[classes, 128]", Assert.Throws<CheckpointException>(() => PretrainedClassifier.Create(device, Fresh(), Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_of_two_thousand_million_classes_takes_no_memory()
    {
        using (FileStream file = File.Create(Name))
        {
            byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"fc.weight":{"dtype":"F32","shape":[2000000000,0],"data_offsets":[0,0]}}""");
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
        }

        Assert.Contains("[2000000000, 0]", Assert.Throws<CheckpointException>(() => PretrainedClassifier.Create(device, Fresh(), Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_a_classifier_of_another_form_is_refused()
    {
        SafeTensors.Write(Name, Fresh().StateDict());
        Backbone backbone = BackboneCatalogue.Default.Create("squeezenet1_1", device, seed: 1);
        Assert.Contains("squeezenet1_1", Assert.Throws<CheckpointException>(() => PretrainedClassifier.Create(device, backbone, Name)).Message, StringComparison.Ordinal);
    }

    private Backbone Fresh() => BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 1);

    private BaseClassifier Network()
    {
        var network = new BaseClassifier(BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 42), Classes, dropout: 0, device, new Philox(3));
        network.Classifier.Bias!.Set([1, -2, 3, -4, 5]);
        return network;
    }

    private void Save(BaseClassifier network)
    {
        Dictionary<string, HostTensor> file = network.Backbone.StateDict();
        foreach ((string key, HostTensor value) in network.Classifier.StateDict("fc.")) file.Add(key, value);
        SafeTensors.Write(Name, file);
    }

    private float[] Logits(BaseClassifier model)
    {
        float[] pixels = new float[2 * 33 * 33 * 3];
        new Philox(5).FillNormal(pixels);
        using Step step = device.BeginInference();
        return model.Forward(step.Input(pixels, [2, 33, 33, 3])).ToArray();
    }
}
