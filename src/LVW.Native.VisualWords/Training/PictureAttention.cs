using LVW.Native.Engine;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Training;

/// <summary>One stored attention map for each training picture, mirrored together with it: the paper's way.</summary>
internal sealed class PictureAttention
{
    private const ulong FlipStream = 5UL << 61;

    private readonly AttentionMaps maps;
    private readonly bool separateFlips;
    private readonly ulong seed;

    private PictureAttention(AttentionMaps maps, bool separateFlips, ulong seed)
    {
        this.maps = maps;
        this.separateFlips = separateFlips;
        this.seed = seed;
    }

    /// <summary>Lets the base model look at every training picture.</summary>
    public static PictureAttention Of(RunContext context, BaseClassifier model)
    {
        var teacher = new BaseTeacher(context.Device, model, AttentionMethods.Find(context.Settings.Loss.AttentionMethod));
        var values = new List<float>();
        (int height, int width) = (0, 0);
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            AttentionMaps seen = teacher.At(batch.Values, [batch.Count, batch.Side, batch.Side, 3], sharedStages: 0).Attention;
            values.AddRange(seen.Values);
            (height, width) = (seen.Height, seen.Width);
        }

        int[][] sizes = context.Ranks.GatherEach<int>([height, width]);
        (height, width) = (sizes.Max(size => size[0]), sizes.Max(size => size[1]));
        return new PictureAttention(
            new AttentionMaps(context.Splits.Train.Pictures.Count, height, width, context.Ranks.Gather<float>([.. values])), context.Settings.Loss.SeparateFlips, context.Settings.Seed);
    }

    /// <summary>The maps of a batch, each mirrored as its picture is, or by a draw of its own where the settings ask for that.</summary>
    /// <param name="tape">The step.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="number">The step's number, which decides separate draws.</param>
    public Tensor ForBatch(Step tape, Batch batch, long number)
    {
        var flips = new Philox(seed, FlipStream + (ulong)number);
        for (int n = 0; n < batch.Share.First; n++) flips.NextUniform();
        float[] values = new float[batch.Count * maps.Height * maps.Width];
        for (int n = 0; n < batch.Count; n++)
        {
            bool flipped = separateFlips ? flips.NextUniform() < 0.5 : batch.Views[n].Flipped;
            ReadOnlySpan<float> map = maps[batch.Indices[n]];
            for (int row = 0; row < maps.Height; row++)
            {
                Span<float> target = values.AsSpan(((n * maps.Height) + row) * maps.Width, maps.Width);
                map.Slice(row * maps.Width, maps.Width).CopyTo(target);
                if (flipped) target.Reverse();
            }
        }

        return tape.Input(values, [batch.Count, maps.Height, maps.Width]);
    }
}
