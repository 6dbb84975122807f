using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

public sealed class AttentionParityTests
{
    // Scaled maps lie in [0, 1]; dividing by the largest loses a digit where that is small.
    private const double Share = 1e-4;

    [Fact]
    public void Every_method_gives_the_maps_that_autograd_gives_behind_a_head_that_is_not_linear()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "attention.npz");
        TorchOracle.RunScript("attention_oracle.py", file);
        IReadOnlyDictionary<string, NumPyArray> golden = NumPyFile.ReadArchive(file);
        using var device = new CpuDevice(threads: 1, poison: true);
        var random = new Philox(1);
        var first = new Conv2d(device, random, 3, 5, kernel: 3, stride: 2, padding: 1, relu: true);
        var second = new Conv2d(device, random, 5, 4, kernel: 3, padding: 1, relu: true);
        var last = new Linear(device, random, 4, 3);
        foreach ((Module layer, string name) in new (Module, string)[] { (first, "conv1"), (second, "conv2"), (last, "fc") })
        {
            foreach (StateEntry entry in layer.Parameters()) entry.Parameter.Set(golden[$"{name}_{entry.Key}"].ToFloats());
            layer.SetRequiresGradient(false);
        }

        float[] pictures = golden["pictures"].ToFloats();
        using Step step = device.BeginInference();
        Tensor features = first.Forward(step.Input(pictures, golden["pictures"].Shape));
        var subject = new AttentionSubject
        {
            Device = device,
            Features = features.ToArray(),
            Shape = features.Shape,
            Head = x => last.Forward(second.Forward(x).GlobalAveragePool2d()),
            Targets = [.. golden["targets"].Values.Select(value => (int)value)],
            Pictures = pictures,
            Side = golden["pictures"].Shape[1],
            Network = first.Forward,
        };
        foreach (string name in AttentionMethods.Names)
        {
            AttentionMaps maps = AttentionMethods.Find(name).Compute(subject);
            Near.Check(name, golden[name].Values, maps.Values, Share);
        }
    }
}
