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

/// <summary>Every backbone with weights that PyTorch wrote, in both of its containers: features, and the gradients of every parameter.</summary>
public sealed class BackboneParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;
    private const string Gradient = "gradient.";

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
        var worst = (Key: "", Error: 0.0);
        foreach ((string key, HostTensor tensor) in Answer(backbone, device, expected["input"], expected["probe"]))
        {
            Assert.Equal(expected[key].Shape, tensor.Shape);
            double error = Error(expected[key].Values, tensor.Values);
            Assert.True(error <= Tolerance, $"{key}: relative error {error:G3}");
            if (error > worst.Error) worst = (key, error);
        }

        Assert.Equal(backbone.Parameters().Count(), expected.Keys.Count(key => key.StartsWith(Gradient, StringComparison.Ordinal)));
        output.WriteLine($"{name}: the worst relative error is {worst.Error:G3}, of {worst.Key}");
        foreach (StateEntry entry in backbone.State()) entry.Parameter.Constant(0);
        Load(backbone, folder.In("weights-old.pth"));
        foreach (StateEntry entry in backbone.State()) Assert.True(loaded[entry.Key].Values.AsSpan().SequenceEqual(entry.Export().Values), entry.Key);
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

        foreach (StateEntry entry in backbone.Parameters())
        {
            float[] values = new float[entry.Parameter.Shape.Count];
            device.CopyOut(entry.Parameter.Gradient, values);
            using var copy = new Parameter(device, entry.Parameter.Shape);
            copy.Set(values);
            yield return (Gradient + entry.Key, (entry with { Parameter = copy }).Export());
        }
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
