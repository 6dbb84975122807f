using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>One decision flips picture and attention together.</summary>
public sealed class PictureAttentionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_stored_map_of_a_mirrored_picture_is_mirrored_and_that_of_another_is_not()
    {
        (RunContext context, BaseClassifier model) = Context(separateFlips: false);
        PictureAttention stored = PictureAttention.Of(context, model);
        float[][] maps = Maps(context, model);
        Assert.All(maps, map => Assert.NotEqual(map, Mirrored(map)));
        int mirrored = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            foreach (Batch batch in context.TrainLoader.Train(seed: 4, epoch))
            {
                float[][] given = Given(stored, batch, number: epoch);
                for (int n = 0; n < batch.Count; n++)
                {
                    float[] map = maps[batch.Indices[n]];
                    Assert.Equal(batch.Views[n].Flipped ? Mirrored(map) : map, given[n]);
                    if (batch.Views[n].Flipped) mirrored++;
                }
            }
        }

        Assert.InRange(mirrored, 1, (3 * TinyContext.Pictures) - 1);
    }

    [Fact]
    public void Separate_flips_as_in_the_published_scripts_disagree_with_the_picture_about_half_of_the_time()
    {
        (RunContext context, BaseClassifier model) = Context(separateFlips: true);
        PictureAttention stored = PictureAttention.Of(context, model);
        float[][] maps = Maps(context, model);
        (int disagreeing, int all) = (0, 0);
        for (int number = 0; number < 20; number++)
        {
            foreach (Batch batch in context.TrainLoader.Evaluate())
            {
                float[][] given = Given(stored, batch, number);
                disagreeing += given.Where((map, n) => !map.SequenceEqual(maps[batch.Indices[n]])).Count();
                all += batch.Count;
            }
        }

        Assert.InRange(disagreeing / (double)all, 0.35, 0.65);
    }

    private static float[] Mirrored(float[] map) => [.. map.Chunk((int)Math.Sqrt(map.Length)).SelectMany(row => row.Reverse())];

    private float[][] Given(PictureAttention stored, Batch batch, long number)
    {
        using Step step = device.BeginInference();
        Tensor attention = stored.ForBatch(step, batch, number);
        return [.. attention.ToArray().Chunk(attention.Shape[1] * attention.Shape[2])];
    }

    private (RunContext Context, BaseClassifier Model) Context(bool separateFlips)
    {
        TrainingSettings quick = Presets.Get("quick");
        TrainingSettings settings = quick with
        {
            BatchSize = 4,
            Augmentation = quick.Augmentation with { MinimumArea = 1 },
            Loss = quick.Loss with { AttentionSource = "picture", SeparateFlips = separateFlips },
        };
        return TinyContext.Of(settings, folder, device);
    }

    // What the base model sees in each unflipped picture.
    private float[][] Maps(RunContext context, BaseClassifier model)
    {
        var teacher = new BaseTeacher(device, model);
        var maps = new List<float[]>();
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            BaseTeacher.Look look = teacher.At(batch.Values, [batch.Count, batch.Side, batch.Side, 3], sharedStages: 0);
            for (int n = 0; n < batch.Count; n++) maps.Add(look.Attention[n].ToArray());
        }

        return [.. maps];
    }
}
