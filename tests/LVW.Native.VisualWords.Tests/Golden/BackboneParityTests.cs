using System.Globalization;
using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>
/// Every backbone with weights that PyTorch wrote, in both of its containers: features, and the gradients of every parameter; one of each kind of block in
/// a step of training.
/// </summary>
public sealed class BackboneParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;
    private const string Gradient = "gradient.";
    private const string After = "after.";

    public static TheoryData<string> Names() => [.. BackboneCatalogue.Default.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void PyTorchs_weights_load_and_give_PyTorchs_features_and_gradients(string name)
    {
        using var folder = new TemporaryFolder();
        TorchOracle.RunScript("backbone_oracle.py", name, Side(name).ToString(CultureInfo.InvariantCulture), folder.Path);
        using var device = new CpuDevice(poison: true);
        Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: 3);
        Load(backbone, folder.In("weights.pth"));
        Dictionary<string, HostTensor> loaded = backbone.StateDict();
        IReadOnlyDictionary<string, HostTensor> expected = SafeTensors.Read(folder.In("expected.safetensors")).Tensors;
        Compare(name, expected, Answer(backbone, device, expected["input"], expected["probe"]));
        Assert.Equal(backbone.Parameters().Count(), expected.Keys.Count(key => key.StartsWith(Gradient, StringComparison.Ordinal)));
        foreach (StateEntry entry in backbone.State()) entry.Parameter.Constant(0);
        Load(backbone, folder.In("weights-old.pth"));
        foreach (StateEntry entry in backbone.State()) Assert.True(loaded[entry.Key].Values.AsSpan().SequenceEqual(entry.Export().Values), entry.Key);
    }

    [Theory]
    [InlineData("resnet20", 0, "")]
    [InlineData("squeezenet1_0", 5, "features.0,features.3,features.4,features.5")]
    [InlineData("resnet50", 2, "conv1,bn1,layer1")]
    [InlineData("densenet121", 3, "features.conv0,features.norm0,features.denseblock1,features.transition1")]
    public void A_step_of_training_moves_what_PyTorchs_moves_by_as_much(string name, int frozenStages, string frozen)
    {
        using var folder = new TemporaryFolder();
        TorchOracle.RunScript("backbone_oracle.py", name, Side(name).ToString(CultureInfo.InvariantCulture), folder.Path, frozen);
        using var device = new CpuDevice(poison: true);
        Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: 3);
        Load(backbone, folder.In("weights.pth"));
        Dictionary<string, HostTensor> before = backbone.StateDict();
        IReadOnlyDictionary<string, HostTensor> expected = SafeTensors.Read(folder.In("expected.safetensors")).Tensors;
        backbone.Train(true);
        backbone.Freeze(frozenStages);
        var found = new List<(string Key, HostTensor Tensor)>();
        using (Step step = device.BeginStep())
        {
            Tensor features = backbone.Forward(step.Input(expected["input"].Values, expected["input"].Shape)).Keep();
            features.Multiply(step.Input(expected["probe"].Values, expected["probe"].Shape)).Sum().Backward();
            found.Add(("features", new HostTensor(features.Shape, features.ToArray())));
        }

        found.AddRange(Gradients(backbone, device));
        found.AddRange(backbone.State().Where(entry => entry.IsBuffer).Select(entry => (After + entry.Key, entry.Export())));
        Compare(name, expected, found);
        Assert.Equal(expected.Count - 2, found.Count);
        string[] keys = [.. frozen.Split(',', StringSplitOptions.RemoveEmptyEntries)];
        foreach (StateEntry entry in backbone.State().Where(entry => keys.Any(key => entry.Key.StartsWith($"{key}.", StringComparison.Ordinal))))
        {
            Assert.False(entry.Parameter.RequiresGradient || entry.Parameter.HasGradient, entry.Key);
            Assert.True(before[entry.Key].Values.AsSpan().SequenceEqual(entry.Export().Values), entry.Key);
        }
    }

    // As small as leaves the deepest maps 2×2 places or more; VGG, which takes the most arithmetic by far, has 2×2 before its last pooling.
    private static int Side(string name) => BackboneCatalogue.Default.InputSide(name) switch { 32 => 30, 96 => 48, _ => name.StartsWith("vgg", StringComparison.Ordinal) ? 32 : 64 };

    private static void Load(Backbone backbone, string file) => PretrainedWeights.Load(backbone, Presets.Get("quick") with { Backbone = backbone.Name, Weights = file });

    // Features, and gradients by key in the order of files, of the sum of features times probe with fixed statistics.
    private static IEnumerable<(string Key, HostTensor Tensor)> Answer(Backbone backbone, Device device, HostTensor input, HostTensor probe)
    {
        backbone.Train(false);
        using (Step step = device.BeginInference())
        {
            Tensor features = backbone.Forward(step.Input(input.Values, input.Shape));
            yield return ("features", new HostTensor(features.Shape, features.ToArray()));
        }

        using (Step step = device.BeginStep())
        {
            Tensor features = backbone.Forward(step.Input(input.Values, input.Shape));
            features.Multiply(step.Input(probe.Values, probe.Shape)).Sum().Backward();
        }

        foreach ((string, HostTensor) gradient in Gradients(backbone, device)) yield return gradient;
    }

    private static IEnumerable<(string Key, HostTensor Tensor)> Gradients(Backbone backbone, Device device)
    {
        foreach (StateEntry entry in backbone.Parameters().Where(entry => entry.Parameter.RequiresGradient))
        {
            float[] values = new float[entry.Parameter.Shape.Count];
            device.CopyOut(entry.Parameter.Gradient, values);
            using var copy = new Parameter(device, entry.Parameter.Shape);
            copy.Set(values);
            yield return (Gradient + entry.Key, (entry with { Parameter = copy }).Export());
        }
    }

    private void Compare(string name, IReadOnlyDictionary<string, HostTensor> expected, IEnumerable<(string Key, HostTensor Tensor)> found)
    {
        var worst = (Key: "", Error: 0.0);
        foreach ((string key, HostTensor tensor) in found)
        {
            Assert.Equal(expected[key].Shape, tensor.Shape);
            double error = Error(expected[key].Values, tensor.Values);
            Assert.True(error <= Tolerance, $"{key}: relative error {error:G3}");
            if (error > worst.Error) worst = (key, error);
        }

        output.WriteLine($"{name}: the worst relative error is {worst.Error:G3}, of {worst.Key}");
    }

    private static double Error(float[] expected, float[] actual)
    {
        (double difference, double whole) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            difference += (expected[i] - (double)actual[i]) * (expected[i] - (double)actual[i]);
            whole += expected[i] * (double)expected[i];
        }

        return Math.Sqrt(difference / whole);
    }
}
