using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>A word head with the weights of a golden archive, and the archive's loss.</summary>
internal sealed class GoldenHead : IDisposable
{
    private readonly LvwLoss loss;
    private readonly int layers;

    private GoldenHead(GoldenFile file, Device device)
    {
        File = file;
        Device = device;
        layers = Enumerable.Range(0, 8).TakeWhile(layer => file.Has($"addon{layer}_weight")).Count();
        Head = new WordHead(Device, new Philox(1), new WordHeadOptions
        {
            FeatureChannels = file["features"].Shape[1],
            Classes = file["last"].Shape[0],
            Words = file["words"].Shape[0],
            Depth = file["words"].Shape[1],
            AddOn = layers > 2 ? AddOnKind.Bottleneck : AddOnKind.Regular,
        });
        Head.LoadStateDict(Names.ToDictionary(pair => pair.Key, pair => Tensor(pair.Golden)).With("feature_scale", new HostTensor([1], [1])), "golden");
        loss = new LvwLoss(
            new LossSettings
            {
                Cluster = 0.8,
                Coverage = 0,
                L1 = 1e-4,
                Attention = 10,
                AttentionWords = (int)file.Number("K"),
                AlignCorners = file.Number("align_corners") != 0,
                Distillation = 0,
            },
            file["A"].Shape[1]);
    }

    public GoldenFile File { get; }

    public Device Device { get; }

    public WordHead Head { get; }

    /// <summary>Keys of the head's parameters and the names that the archive has for them.</summary>
    public IEnumerable<(string Key, string Golden)> Names
    {
        get
        {
            for (int layer = 0; layer < layers; layer++)
            {
                yield return ($"addon.{2 * layer}.weight", $"addon{layer}_weight");
                yield return ($"addon.{2 * layer}.bias", $"addon{layer}_bias");
            }

            yield return ("words", "words");
            yield return ("last", "last");
        }
    }

    public static GoldenHead Load(string name, string device = TestDevices.Cpu) => new(GoldenFile.Require(name), TestDevices.OpenOrSkip(device));

    public Tensor Features(Step step)
        => step.Input([.. File.ChannelsLast("features").Select(value => (float)value)], File.ShapeChannelsLast("features"), requiresGradient: true);

    public WordOutput Read(Tensor features) => Head.Read(Head.Embed(features));

    public LossBreakdown Loss(WordOutput output)
    {
        Step step = output.Logits.Step;
        int[] labels = File.Integers("labels");
        Tensor attention = step.Input(File.Floats("attention"), File["attention"].Shape);
        return loss.Compute(Head, output, new LossTargets(step.InputIndices(labels, [labels.Length]), attention));
    }

    /// <summary>The gradient of the last backward pass; zeros where it did not reach the parameter.</summary>
    public float[] GradientOf(string key)
    {
        Parameter parameter = Head.State().Single(entry => entry.Key == key).Parameter;
        float[] values = new float[parameter.Shape.Count];
        if (parameter.HasGradient) Device.CopyOut(parameter.Gradient, values);
        return values;
    }

    public void Dispose() => Device.Dispose();

    private HostTensor Tensor(string name) => new(File[name].Shape, File.Floats(name));
}
