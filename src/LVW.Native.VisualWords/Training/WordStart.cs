using LVW.Native.Engine;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>What the words begin with: the base model's backbone, scaled features, their leading directions, real patches.</summary>
/// <param name="context">The run.</param>
/// <param name="baseModel">The base model, in evaluation mode.</param>
internal sealed class WordStart(RunContext context, BaseClassifier baseModel)
{
    private const ulong PatchStream = 7UL << 60;
    private const ulong DirectionStream = 6UL << 60;
    private const double LeastScale = 1e-6;
    private const int CandidatesPerPicture = 4;

    /// <summary>Prepares a new words model for its first phase.</summary>
    public void Prepare(WordModel model)
    {
        model.Train(false);
        if (!context.Settings.Words.StartFromBase) PretrainedWeights.Load(model.Backbone, context.Settings);
        else model.Backbone.LoadStateDict(baseModel.Backbone.StateDict(), "base model");
        SharedTensors.FromFirst(context.Ranks, model.Backbone);
        if (model.Head.AddOn.Kind == AddOnKind.Linear) SetScaleAndDirections(model);
        else if (context.Settings.Words.ScaleFeatures) model.Head.FeatureScale = (float)(1 / RootMeanSquare(model.Backbone));
        if (context.Settings.Words.Initialization == "patches") model.Head.Words.Set(SpreadPatches(model));
    }

    private double RootMeanSquare(Backbone backbone)
    {
        double sum = 0;
        long count = 0;
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            using Step step = context.Device.BeginInference();
            float[] features = backbone.Forward(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3])).ToArray();
            foreach (float value in features) sum += (double)value * value;
            count += features.Length;
        }

        return Math.Max(LeastScale, Math.Sqrt(context.Ranks.Sum(sum) / context.Ranks.Sum(count)));
    }

    // What keeps most of the features' energy: the leading eigenvectors of Σ f·fᵀ over all cells of the training pictures. Not centred, for length 1 is taken from 0.
    private void SetScaleAndDirections(WordModel model)
    {
        int channels = model.Backbone.FeatureChannels;
        double[] moment = new double[channels * channels];
        long cells = 0;
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            using Step step = context.Device.BeginInference();
            Tensor features = model.Backbone.Forward(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]));
            Tensor rows = features.Reshape([checked((int)(features.Shape.Count / channels)), channels]);
            float[] products = rows.MatMul(rows, transposeA: true).ToArray();
            for (int i = 0; i < moment.Length; i++) moment[i] += products[i];
            cells += rows.Shape[0];
        }

        context.Ranks.AllReduce(moment);
        double meanSquare = Enumerable.Range(0, channels).Sum(c => moment[(c * channels) + c]) / (context.Ranks.Sum(cells) * channels);
        if (context.Settings.Words.ScaleFeatures) model.Head.FeatureScale = (float)(1 / Math.Max(LeastScale, Math.Sqrt(meanSquare)));
        model.Head.AddOn.SetDirections(LeadingEigenvectors.Of(moment, channels, model.Head.Options.Depth, new Philox(context.Settings.Seed, DirectionStream)));
    }

    // For each class, patches where the base model looks, spread by k-means++ (Arthur and Vassilvitskii 2007): word j starts in its nominal class.
    private float[] SpreadPatches(WordModel model)
    {
        (int words, int depth, int classes) = (model.Head.Options.Words, model.Head.Options.Depth, context.Classes);
        var candidates = new List<float[]>[classes];
        for (int c = 0; c < classes; c++) candidates[c] = [];
        (float[] patches, int[] labels) = Candidates(model);
        for (int i = 0; i < labels.Length; i++) candidates[labels[i]].Add(patches.AsSpan(i * depth, depth).ToArray());
        float[] chosen = new float[words * depth];
        int word = 0;
        for (int c = 0; c < classes; c++)
        {
            int wanted = Enumerable.Range(0, words).Count(j => NominalClass.Of(j, words, classes) == c);
            foreach (float[] patch in Spread(candidates[c], wanted, new Philox(context.Settings.Seed, PatchStream + (ulong)c)))
            {
                patch.CopyTo(chosen.AsSpan(word++ * depth));
            }
        }

        return chosen;
    }

    // Of each training picture the patches that the base model attends to most, with the picture's class; in the order of pictures.
    private (float[] Patches, int[] Labels) Candidates(WordModel model)
    {
        int depth = model.Head.Options.Depth;
        var patches = new List<float>();
        var labels = new List<int>();
        var teacher = new BaseTeacher(context.Device, baseModel);
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            BaseTeacher.Look look = teacher.At(batch.Values, [batch.Count, batch.Side, batch.Side, 3], sharedStages: 0);
            using Step step = context.Device.BeginInference();
            Tensor embedding = model.Head.Embed(model.Backbone.Forward(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3])));
            float[] values = embedding.ToArray();
            int cells = embedding.Shape[1] * embedding.Shape[2];
            for (int n = 0; n < batch.Count; n++)
            {
                float[] attention = look.Attention[n].ToArray();
                foreach (int cell in Enumerable.Range(0, cells).OrderByDescending(cell => attention[cell]).ThenBy(cell => cell).Take(CandidatesPerPicture))
                {
                    patches.AddRange(values.AsSpan(((n * cells) + cell) * depth, depth));
                    labels.Add(batch.Labels[n]);
                }
            }
        }

        return (context.Ranks.Gather<float>([.. patches]), context.Ranks.Gather<int>([.. labels]));
    }

    private static IEnumerable<float[]> Spread(List<float[]> candidates, int wanted, Philox random)
    {
        int latest = random.NextInt(candidates.Count);
        double[] nearest = [.. candidates.Select(_ => double.PositiveInfinity)];
        for (int i = 0; i < wanted; i++)
        {
            yield return candidates[latest];
            double total = 0;
            for (int j = 0; j < nearest.Length; j++)
            {
                nearest[j] = Math.Min(nearest[j], SquaredDistance(candidates[j], candidates[latest]));
                total += nearest[j];
            }

            double draw = random.NextUniform() * total;
            latest = 0;
            while (latest < nearest.Length - 1 && (draw -= nearest[latest]) > 0) latest++;
        }
    }

    private static double SquaredDistance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (double)(a[i] - b[i]);
        return sum;
    }
}
