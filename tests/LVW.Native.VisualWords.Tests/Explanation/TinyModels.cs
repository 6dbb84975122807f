using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Tests.Explanation;

/// <summary>Untrained small models on generated pictures, their words projected onto real patches.</summary>
internal sealed class TinyModels : IDisposable
{
    public const int Side = 48;

    private readonly TemporaryFolder folder = new();

    public TinyModels()
    {
        GeneratedDataSet.Write(folder.Path, 2, 1, new SceneOptions { Side = 64 });
        Folder = ImageFolder.Read(folder.Path);
        var backbone = new TinyBackbone(Device, new Philox(1));
        var head = new WordHead(Device, new Philox(2), new WordHeadOptions { FeatureChannels = backbone.FeatureChannels, Classes = Folder.Classes.Count, Words = 18, Depth = 8 });
        Reader = new ModelReader(Device, new BaseClassifier(new TinyBackbone(Device, new Philox(3)), Folder.Classes.Count, 0, Device, new Philox(4)), new WordModel(backbone, head));
        Sources = Project();
    }

    public CpuDevice Device { get; } = new(threads: 1);

    public ImageFolder Folder { get; }

    public string Path => folder.Path;

    public ModelReader Reader { get; }

    public IReadOnlyList<WordSource> Sources { get; }

    public PictureCache Cache { get; } = new(1 << 28);

    // The short side becomes 52 pixels and the centre is cut: views are not the whole picture.
    public PairedTransform Transform { get; } = new(new ViewOptions { Side = Side, ResizeSide = 52 }, PixelNormalization.Half);

    public EvaluationResult Evaluate(PerturbationOptions? perturbation)
        => new Evaluator(Reader, Transform, Cache, new EvaluationOptions { BatchSize = 5, Neighbours = 7, Perturbation = perturbation }, TimeProvider.System)
            .Evaluate(Folder.Train, Folder.Test!, Sources, PartFindings.PartsIn(Path));

    public void Dispose()
    {
        Device.Dispose();
        folder.Dispose();
    }

    private IReadOnlyList<WordSource> Project()
    {
        WordHead head = Reader.Words.Head;
        int depth = head.Options.Depth;
        var projection = new WordProjection(head.Options.Words, distinct: true);
        var embeddings = new List<float[]>();
        foreach (Batch batch in new BatchLoader(Folder.Train, Transform, Cache, 4).Evaluate())
        {
            using Step step = Device.BeginInference();
            WordOutput output = Reader.Words.Read(step.Input(batch.Values, [batch.Count, Side, Side, 3]));
            float[] distances = output.Distances.ToArray();
            float[] z = output.Embedding.ToArray();
            for (int n = 0; n < batch.Count; n++)
            {
                projection.Observe(batch.Indices[n], distances.AsSpan(n * distances.Length / batch.Count, distances.Length / batch.Count), output.Distances.Shape[1], output.Distances.Shape[2]);
                embeddings.Add(z.AsSpan(n * z.Length / batch.Count, z.Length / batch.Count).ToArray());
            }
        }

        IReadOnlyList<WordSource> sources = projection.Sources(n => (Folder.Train.Pictures[n].Key, Folder.Train.Pictures[n].ClassIndex));
        int columns = Reader.Words.Backbone.ReceptiveField(Side).Cells;
        head.Words.Set([.. sources.SelectMany(source => embeddings[source.Picture].AsSpan(((source.Row * columns) + source.Column) * depth, depth).ToArray())]);
        return sources;
    }

    private sealed class TinyBackbone : Backbone
    {
        private readonly Sequential layers;

        public TinyBackbone(CpuDevice device, Philox random)
            : base("tiny", 12, [new(3, 2, 1), new(3, 2, 1), new(3, 2, 1)])
            => layers = Register("layers", new Sequential(
            [
                ("0", new Conv2d(device, random, 3, 8, kernel: 3, stride: 2, padding: 1, relu: true)),
                ("1", new Conv2d(device, random, 8, 12, kernel: 3, stride: 2, padding: 1, relu: true)),
                ("2", new Conv2d(device, random, 12, 12, kernel: 3, stride: 2, padding: 1, relu: true)),
            ]));

        public override IReadOnlyList<Module> Stages => [layers];
    }
}
