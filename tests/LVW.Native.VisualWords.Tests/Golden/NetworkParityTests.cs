using System.Globalization;
using System.Text.Json;
using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>Whole networks with random weights against torchvision's: features, and the gradients of every parameter.</summary>
public sealed class NetworkParityTests(ITestOutputHelper output)
{
    private const int Classes = 17;

    // Rounding is amplified through a deep network, and more so where a sign at a ReLU turns; PyTorch's own float32 says by how much.
    private const double TimesTorchs = 3;

    // Convolutions by Winograd's 4×4 tiles lose about two bits that a plain sum keeps.
    private const double TimesTorchsForward = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("resnet18", 65)]
    [InlineData("vgg11", 64)]
    [InlineData("vgg13_bn", 64)]
    [InlineData("vgg16", 67)]
    [InlineData("vgg19_bn", 64)]
    public void Features_of_random_weights_equal_torchvisions(string name, int side)
    {
        using var device = new CpuDevice(poison: true);
        Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: 3);
        Dictionary<string, HostTensor> file = backbone.StateDict("backbone.");
        HostTensor input = Pictures(batch: 2, side);
        file.Add("input", input);
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.In("network.safetensors"), file);
        TorchOracle.Run("backbone", name, folder.In("network.safetensors"), folder.In("features.npz"));

        backbone.Train(false);
        using Step step = device.BeginInference();
        Near.Check(name, NumPyFile.ReadArchive(folder.In("features.npz"))["features"].Values, backbone.Forward(step.Input(input.Values, input.Shape)).ToArray());
    }

    // The larger the maps, the less a single sign that turns at a ReLU decides: at 64² and batch 4 either side is a hundred times better by luck.
    [Fact]
    public void Gradients_of_a_whole_ResNet_are_about_as_exact_as_PyTorchs()
    {
        const string Name = "resnet34";
        const int Side = 128, Batch = 8;
        using var device = new CpuDevice(poison: true);
        var model = new BaseClassifier(BackboneCatalogue.Default.Create(Name, device, seed: 3), Classes, dropout: 0, device, new Philox(3, 2));
        Dictionary<string, HostTensor> file = model.StateDict();
        HostTensor input = Pictures(Batch, Side);
        int[] labels = [.. Enumerable.Range(0, Batch)];
        file.Add("input", input);
        file.Add("labels", new HostTensor([Batch], [.. labels.Select(label => (float)label)]));
        foreach ((string key, HostTensor tensor) in Answer(model, device, input, labels)) file.Add($"found.{key}", tensor);
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.In("gradients.safetensors"), file);
        TorchOracle.Run("gradients", Name, folder.In("gradients.safetensors"), folder.In("errors.json"));
        Errors errors = JsonSerializer.Deserialize<Errors>(File.ReadAllText(folder.In("errors.json")), Json)!;
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {Side}², relative errors, PyTorch's behind: logits {errors.Ours.Logits:G3}, {errors.Torchs.Logits:G3}; "
            + $"all gradients {errors.Ours.Whole:G3}, {errors.Torchs.Whole:G3}; "
            + $"the worst layer's {errors.Ours.Worst:G3} ({errors.Ours.WorstKey}), {errors.Torchs.Worst:G3} ({errors.Torchs.WorstKey})");
        output.WriteLine(figures);
        Assert.True(errors.Ours.Logits <= TimesTorchsForward * errors.Torchs.Logits, figures);
        Assert.True(errors.Ours.Whole <= TimesTorchs * errors.Torchs.Whole && errors.Ours.Worst <= TimesTorchs * errors.Torchs.Worst, figures);
    }

    private static HostTensor Pictures(int batch, int side)
    {
        float[] pixels = new float[batch * side * side * 3];
        new Philox(5).FillNormal(pixels);
        return new HostTensor([batch, side, side, 3], pixels);
    }

    // Logits, and gradients by key in the order of files.
    private static Dictionary<string, HostTensor> Answer(BaseClassifier model, Device device, HostTensor input, int[] labels)
    {
        var answer = new Dictionary<string, HostTensor>(StringComparer.Ordinal);
        using (Step step = device.BeginStep())
        {
            Tensor logits = model.Forward(step.Input(input.Values, input.Shape));
            answer.Add("logits", new HostTensor(logits.Shape, logits.ToArray()));
            logits.CrossEntropy(step.InputIndices(labels, [labels.Length])).Backward();
        }

        foreach (StateEntry entry in model.Parameters())
        {
            float[] values = new float[entry.Parameter.Shape.Count];
            device.CopyOut(entry.Parameter.Gradient, values);
            using var copy = new Parameter(device, entry.Parameter.Shape);
            copy.Set(values);
            answer.Add(entry.Key, (entry with { Parameter = copy }).Export());
        }

        return answer;
    }

    private sealed record Errors(Error Ours, Error Torchs);

    private sealed record Error(double Logits, double Whole, double Worst, string WorstKey);
}
