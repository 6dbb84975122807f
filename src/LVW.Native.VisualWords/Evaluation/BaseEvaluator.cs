using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures a base model alone: its accuracy, and deletion and insertion in the order of its own attention.</summary>
/// <param name="device">Where the model lives.</param>
/// <param name="model">The model.</param>
/// <param name="attention">How its attention is measured; Grad-CAM if null.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="options">What is measured; the probes are about words and left out.</param>
/// <param name="clock">Times the stages.</param>
/// <param name="ranks">Processes with the same model that share the pictures; each gets the figures of all. One process if null.</param>
public sealed class BaseEvaluator(
    Device device,
    BaseClassifier model,
    IAttentionMethod? attention,
    PairedTransform transform,
    PictureCache cache,
    EvaluationOptions options,
    TimeProvider clock,
    ICollective? ranks = null)
{
    /// <summary>Measures.</summary>
    /// <param name="train">The training pictures, which are only counted.</param>
    /// <param name="test">The test pictures.</param>
    /// <param name="stage">Told the name of each stage as it begins.</param>
    public Metrics Evaluate(PictureSet train, PictureSet test, Action<string>? stage = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        model.Train(false);
        ICollective all = ranks ?? new SingleProcess();
        int classes = test.Classes.Count;
        var timings = new Dictionary<string, double>();
        float[] logits = [];
        int[] labels = [.. test.Pictures.Select(picture => picture.ClassIndex)];
        float[][] maps = [];
        (int height, int width) = (0, 0);
        Timed("testPass", () =>
        {
            var teacher = new BaseTeacher(device, model, attention);
            var (ownLogits, ownMaps) = (new List<float>(), new List<float>());
            foreach (Batch batch in new BatchLoader(test, transform, cache, options.BatchSize, new DataShare(all.Rank, all.Size)).Evaluate())
            {
                BaseTeacher.Look look = teacher.At(batch.Values, [batch.Count, batch.Side, batch.Side, 3], sharedStages: 0);
                (height, width) = (look.Attention.Height, look.Attention.Width);
                ownLogits.AddRange(look.Logits);
                ownMaps.AddRange(look.Attention.Values);
            }

            int[][] sizes = all.GatherEach<int>([height, width]);
            (height, width) = (sizes.Max(size => size[0]), sizes.Max(size => size[1]));
            logits = all.Gather<float>([.. ownLogits]);
            maps = [.. all.Gather<float>([.. ownMaps]).Chunk(Math.Max(1, height * width))];
        });
        PerturbationResult? curves = null;
        if (options.Perturbation is { } wanted) Timed("perturbation", () => curves = Perturb(wanted, test, logits, classes, maps, height, width));
        return new Metrics
        {
            Data = new DataMetrics { Classes = classes, TrainPictures = train.Pictures.Count, TestPictures = test.Pictures.Count },
            Base = new BaseMetrics
            {
                TestAccuracy = Accuracy.Top(logits, labels, classes),
                TestTop5Accuracy = Accuracy.Top(logits, labels, classes, 5),
                PerturbationPictures = curves?.Pictures,
                DeletionAuc = curves?.Deletion.Auc,
                RandomDeletionAuc = curves?.RandomDeletion?.Auc,
                InsertionAuc = curves?.Insertion.Auc,
                RandomInsertionAuc = curves?.RandomInsertion?.Auc,
            },
            Timings = timings,
            Device = device.Name,
        };

        void Timed(string name, Action work)
        {
            stage?.Invoke(name);
            long start = clock.GetTimestamp();
            work();
            timings[name + "Seconds"] = clock.GetElapsedTime(start).TotalSeconds;
        }
    }

    private PerturbationResult Perturb(PerturbationOptions wanted, PictureSet test, float[] logits, int classes, float[][] maps, int height, int width)
    {
        var curves = new PerturbationCurves(device, model.Forward, wanted, ranks);
        int side = transform.Options.Side;
        float[] pixels = new float[side * side * 3];
        return curves.Measure(
            curves.Chosen(test.Pictures.Count),
            side,
            n => Ranking.Largest(logits.AsSpan(n * classes, classes)),
            n => Order(maps[n]),
            n => Order(PerturbationCurves.Shuffled(maps[n], wanted.Seed, n)),
            n =>
            {
                RgbImage image = cache.Get(test.Pictures[n]);
                transform.Render(image, transform.Evaluation(image.Width, image.Height), pixels);
                return pixels;
            });

        int[] Order(float[] map) => PixelOrder.Descending(MapResampling.Bilinear(map, height, width, side, side, options.AlignCorners));
    }
}
