using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public sealed class PerturbationCurvesTests : IDisposable
{
    private const int Side = 4;
    private const int Pixels = Side * Side;

    private readonly CpuDevice device = new(threads: 1);

    public void Dispose() => device.Dispose();

    // The model sees one pixel: logits (x, 0) for its red value x. Sixteen pixels, seventeen points: one pixel a step.
    [Fact]
    public void Deletion_falls_when_the_pixel_that_decides_is_reached()
    {
        const int Decisive = 5;
        int[] order = [Decisive, .. Enumerable.Range(0, Pixels).Where(pixel => pixel != Decisive)];
        PerturbationResult first = Measure(Decisive, order, Ones(), shuffled: null);
        PerturbationResult last = Measure(Decisive, [.. order.Reverse()], Ones(), shuffled: null);

        double seen = 1 / (1 + Math.Exp(-1));
        Assert.Equal(seen, first.Deletion.Probabilities[0], 6);
        Assert.All(first.Deletion.Probabilities.Skip(1), probability => Assert.Equal(0.5, probability, 6));
        Assert.Equal(((seen / 2) + 15 * 0.5 + 0.25) / 16, first.Deletion.Auc, 6);
        Assert.Equal((seen / 2 + (15 * seen) + 0.25) / 16, last.Deletion.Auc, 6);
        Assert.Null(first.RandomDeletion);
    }

    [Fact]
    public void Insertion_rises_when_the_pixel_that_decides_is_shown()
    {
        float[] picture = new float[Pixels * 3];
        picture[5 * 3] = 1;
        PerturbationResult result = Measure(5, [5, .. Enumerable.Range(0, Pixels).Where(pixel => pixel != 5)], picture, shuffled: null);

        float[] blurred = new float[picture.Length];
        PictureBlur.Apply(picture, Side, 0.25 * Side, blurred);
        Assert.InRange(blurred[15], 0.05f, 0.5f);
        Assert.Equal(1 / (1 + Math.Exp(-blurred[15])), result.Insertion.Probabilities[0], 6);
        Assert.All(result.Insertion.Probabilities.Skip(1), probability => Assert.Equal(1 / (1 + Math.Exp(-1)), probability, 6));
    }

    [Fact]
    public void The_yardstick_follows_its_own_order_and_begins_and_ends_like_the_other()
    {
        int[] order = [.. Enumerable.Range(0, Pixels)];
        PerturbationResult one = Measure(5, order, Ones(), shuffled: [.. order.Reverse()]);
        PerturbationResult other = Measure(5, [.. order.Reverse()], Ones(), shuffled: order);
        Assert.Equal(other.Deletion.Probabilities, one.RandomDeletion!.Probabilities);
        Assert.Equal(other.Insertion.Probabilities, one.RandomInsertion!.Probabilities);
        Assert.Equal(one.Deletion.Probabilities[0], one.RandomDeletion.Probabilities[0]);
        Assert.Equal(one.Deletion.Probabilities[^1], one.RandomDeletion.Probabilities[^1]);
        Assert.Equal(one.Insertion.Probabilities[^1], one.RandomInsertion!.Probabilities[^1]);
    }

    [Fact]
    public void A_blur_leaves_an_even_picture_as_it_is()
    {
        float[] blurred = new float[Pixels * 3];
        PictureBlur.Apply(Ones(), Side, 1.5, blurred);
        Assert.All(blurred, value => Assert.Equal(1, value, 1e-6f));
    }

    [Fact]
    public void A_shuffled_map_has_the_same_cells_elsewhere_and_is_drawn_for_seed_and_picture()
    {
        float[] map = [.. Enumerable.Range(0, 49).Select(cell => (float)cell)];
        float[] shuffled = PerturbationCurves.Shuffled(map, seed: 1, picture: 3);
        Assert.Equal(map, shuffled.Order());
        Assert.NotEqual(map, shuffled);
        Assert.Equal(shuffled, PerturbationCurves.Shuffled(map, 1, 3));
        Assert.NotEqual(shuffled, PerturbationCurves.Shuffled(map, 1, 4));
    }

    private static float[] Ones()
    {
        float[] picture = new float[Pixels * 3];
        Array.Fill(picture, 1f);
        return picture;
    }

    private PerturbationResult Measure(int pixel, int[] order, float[] picture, int[]? shuffled)
    {
        float[] weights = new float[2 * Pixels * 3];
        weights[pixel * 3] = 1;
        Tensor Model(Tensor x) => x.Reshape([x.Shape[0], Pixels * 3]).MatMul(x.Step.Input(weights, [2, Pixels * 3]), transposeB: true);

        // Batches of five do not divide the curves' seventeen points.
        var options = new PerturbationOptions { Steps = Pixels + 1, BatchSize = 5, Blur = 0.25, ShuffledMaps = shuffled is not null };
        return new PerturbationCurves(device, Model, options).Measure([0, 1], Side, _ => 0, _ => order, _ => shuffled!, _ => picture);
    }
}
