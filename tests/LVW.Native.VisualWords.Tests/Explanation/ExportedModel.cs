using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.Engine.Tests.Onnx;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

/// <summary>A word model and its file, and pictures; half of the words are patches of those pictures.</summary>
internal sealed class ExportedModel : IDisposable
{
    private const int Classes = 4;
    private const int Words = 24;

    private readonly Tests.Data.TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 2);
    private readonly PixelNormalization normalization;
    private readonly byte[] bytes;

    public ExportedModel(Func<Device, Backbone> backbone, PixelNormalization normalization, int side, byte[] bytes, int? resizeSide = null, AddOnKind addOn = AddOnKind.Linear)
    {
        (Side, this.normalization, this.bytes) = (side, normalization, bytes);
        Pictures = bytes.Length / (side * side * 3);
        Backbone network = backbone(device);
        Model = new WordModel(network, new WordHead(device, new Philox(3), new WordHeadOptions { FeatureChannels = network.FeatureChannels, Classes = Classes, Words = Words, Depth = 64, AddOn = addOn }));
        Model.Train(false);
        SetStatistics(network);
        ScaleFeaturesAndCopyPatches();
        Result = new OnnxExport(normalization, new ViewOptions { Side = side, ResizeSide = resizeSide ?? side }, ["a", "b", "c", "\"d\""]).Write(Path, Model, []);
    }

    /// <summary>A backbone with random weights, and three pictures of noise.</summary>
    public static ExportedModel Random(string backbone, int? resizeSide = null, AddOnKind addOn = AddOnKind.Linear)
    {
        const int Side = 64;
        byte[] noise = new byte[3 * Side * Side * 3];
        new Random(5).NextBytes(noise);
        return new ExportedModel(device => BackboneCatalogue.Default.Create(backbone, device, seed: 1), PixelNormalization.ImageNet, Side, noise, resizeSide, addOn);
    }

    public int Pictures { get; }

    public int Side { get; }

    public WordModel Model { get; }

    public OnnxExportResult Result { get; }

    public string Path => folder.In("words.onnx");

    /// <summary>The engine's answer on all pictures.</summary>
    public BatchReading Read() => new ModelReader(device, null, Model).Read(Normalized(), Side, new int[Pictures], new int[Pictures]);

    /// <summary>OnnxRuntime's answer on the first pictures.</summary>
    public IReadOnlyDictionary<string, float[]> Run(OnnxSession session, int count)
    {
        Shape shape = [count, Side, Side, 3];
        float[] pixels = Array.ConvertAll(bytes[..(int)shape.Count], value => (float)value);
        return session.Run(("pixels", ChannelOrder.ToFirst(pixels, shape), ChannelOrder.Sizes(shape)));
    }

    /// <summary>Requires both answers on the first pictures to agree within 1e-4.</summary>
    public void RequireSame(OnnxSession session, BatchReading expected, int count)
    {
        IReadOnlyDictionary<string, float[]> actual = Run(session, count);
        float[] Part(float[] values) => values[..(values.Length / Pictures * count)];
        RequireNear("similarities", Part(expected.Similarities), actual["similarities"], 1e-4);
        RequireNear("maps", Part(expected.SimilarityMaps), ChannelOrder.ToLast(actual["maps"], [count, expected.Height, expected.Width, Words]), 1e-4);

        // A logit is a sum over all words.
        RequireNear("logits", Part(expected.Logits), actual["logits"], 1e-4 * Math.Max(1, expected.Logits.Max(Math.Abs) / 10));
        RequireNear("probabilities", Part([.. expected.Logits.Chunk(Classes).SelectMany(Softmax)]), actual["probabilities"], 1e-4);
    }

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    private static IEnumerable<float> Softmax(float[] logits)
    {
        double[] powers = Array.ConvertAll(logits, logit => Math.Exp(logit - logits.Max()));
        return powers.Select(power => (float)(power / powers.Sum()));
    }

    private static void RequireNear(string name, float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(worst <= tolerance, $"{name}: they differ by {worst}");
    }

    // Statistics as training leaves them, for with mean 0 and variance 1 a normalisation does next to nothing.
    private static void SetStatistics(Module network)
    {
        var random = new Philox(11);
        foreach (StateEntry entry in network.State())
        {
            if (entry.Key.EndsWith("running_mean", StringComparison.Ordinal)) entry.Parameter.Uniform(-0.2f, 0.2f, random);
            if (entry.Key.EndsWith("running_var", StringComparison.Ordinal)) entry.Parameter.Uniform(0.5f, 2, random);
        }
    }

    // Features of unit size, as training scales them, and words that are cells all over the pictures.
    private void ScaleFeaturesAndCopyPatches()
    {
        using Step step = device.BeginInference();
        Tensor features = Model.Backbone.Forward(step.Input(Normalized(), [Pictures, Side, Side, 3]));
        Model.Head.FeatureScale = (float)(1 / Math.Sqrt(features.ToArray().Average(value => (double)value * value)));
        Tensor z = Model.Head.Embed(features);
        float[] words = Model.Head.Words.ToArray();
        float[] patches = z.ToArray();
        int depth = z.Shape[3];
        int cells = patches.Length / depth;
        for (int word = 0; word < Words / 2; word++) Array.Copy(patches, word * cells / (Words / 2) * depth, words, word * depth, depth);
        Model.Head.Words.Set(words);
    }

    private float[] Normalized()
    {
        ReadOnlySpan<float> table = normalization.Table;
        float[] values = new float[bytes.Length];
        for (int i = 0; i < values.Length; i++) values[i] = table[(i % 3 * 256) + bytes[i]];
        return values;
    }
}
