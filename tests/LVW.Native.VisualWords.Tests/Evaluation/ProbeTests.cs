using LVW.Native.Imaging;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class ProbeTests
{
    private const int Side = 40;
    private const int Grid = 4;

    // Both words have their best place in the second cell of the second row. A local one sees the pixel in the middle of each cell; the other sees,
    // wherever it looks, the pixel in the middle of the last cell: a box around its best place misleads.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_word_that_looks_elsewhere_changes_when_the_outside_of_its_box_does(bool local)
    {
        float[] pixels = new float[Side * Side * 3];
        pixels[Place(15, 15)] = 4;
        pixels[Place(35, 35)] = 0.5f;
        BatchReading Read(float[] frames, int count) => Readings.OfSimilarities(Grid, Grid, 1, 2, count, (n, cell, _) =>
        {
            float Pixel(int x, int y) => frames[(n * Side * Side * 3) + Place(x, y)];
            float own = Pixel((cell % Grid * 10) + 5, (cell / Grid * 10) + 5);
            return local ? 1 + own : (cell == Grid + 1 ? 0.3f : 0.1f) + Pixel(35, 35);
        });

        MisalignmentMetrics metrics = new SpatialMisalignment(Read, Side, shownWords: 3).Measure([0], _ => pixels, [1, -1]);
        Assert.Equal(1, metrics.Words);
        Assert.InRange(metrics.BoxShare, 0.02, 0.2);
        Assert.Equal(0, metrics.Moved);
        Assert.Equal(0, local ? metrics.OutsideChange : metrics.InsideChange, 6);
        Assert.InRange(local ? metrics.InsideChange : metrics.OutsideChange, 0.4, 0.9);
    }

    // Picture 1 has the evidence of picture 0 in another order, another second word, and the same class; picture 2 another class.
    [Fact]
    public void Two_explanations_are_compared_by_class_words_and_map()
    {
        float[] lastLayer = [1, 1, 1, 0, 0, 0];
        BatchReading reading = Readings.Of(
            1, 2, 3, 2, [[0.1f, 0.2f, 5, 1, 1, 5], [1, 5, 1, 0.1f, 5, 0.2f], [0.1f, 0.2f, 5, 1, 1, 5]], [[1, 0], [1, 0], [0, 1]], [0, 0, 0]);
        var stability = new ExplanationStability(_ => reading, shownWords: 2, seed: 1);
        Assert.Equal(new StabilityScore(1, 1, 1, 0), stability.Compare(reading, 0, lastLayer));
        StabilityScore other = stability.Compare(reading, 1, lastLayer);
        Assert.Equal((1.0, 1 / 3.0, -1.0), (other.SameClass, other.SharedWords, other.MapCorrelation));
        double change = 1 - (Readings.Similarity(5) / Readings.Similarity(0.2f));
        Assert.Equal(change / 2, other.SimilarityChange, 1e-6);
        Assert.Equal(0, stability.Compare(reading, 2, lastLayer).SameClass);
    }

    // A reader that sees nothing but the mean of a view: noise and JPEG hardly change it, another picture does.
    [Fact]
    public void Noise_and_JPEG_leave_what_another_picture_does_not()
    {
        RgbImage View(int n) => new(16, 16, [.. Enumerable.Repeat((byte)(n == 0 ? 60 : 200), 16 * 16 * 3)]);
        BatchReading Read(IReadOnlyList<RgbImage> views) => Readings.OfSimilarities(
            1, 2, 2, 2, views.Count, (n, cell, word) => (float)((word == 0 ? 255 - views[n].Pixels.Average(value => value) : views[n].Pixels.Average(value => value)) / (1 + cell)));
        StabilityMetrics metrics = new ExplanationStability(Read, shownWords: 1, seed: 1).Measure([0, 1], View, [1, 0, 0, 1]);
        Assert.Equal((1.0, 1.0), (metrics.Noise.SameClass, metrics.Jpeg.SharedWords));
        Assert.InRange(metrics.Noise.SimilarityChange, 0, 0.02);
        Assert.InRange(metrics.Jpeg.SimilarityChange, 0, 0.02);
        Assert.Equal((0.0, 0.0), (metrics.OtherPicture!.SameClass, metrics.OtherPicture.SharedWords));
        Assert.Equal(2, metrics.Pictures);
        Assert.Null(new ExplanationStability(Read, shownWords: 1, seed: 1).Measure([0], View, [1, 0, 0, 1]).OtherPicture);
    }

    [Fact]
    public void Pictures_are_chosen_evenly_and_none_means_all()
    {
        Assert.Equal([0, 3, 6], new ProbeOptions { Pictures = 3 }.Choose(10));
        Assert.Equal([0, 1], new ProbeOptions { Pictures = 0 }.Choose(2));
    }

    private static int Place(int x, int y) => ((y * Side) + x) * 3;
}
