using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class PartConsistencyTests
{
    private const int Side = 224;
    private static readonly PartConsistency Judge = new(Side, shownWords: 2, seed: 1);

    // A picture of 400×200, reduced to 448×224, of which the view shows the left 224 columns.
    [Theory]
    [InlineData(false, 56)]
    [InlineData(true, 168)]
    public void Points_are_the_centres_of_boxes_in_the_view_and_what_is_cut_off_is_left_out(bool flipped, double x)
    {
        var view = new PictureView(448, 224, new PixelBox(0, 0, 224, 224), flipped);
        IReadOnlyDictionary<string, (double X, double Y)> points = Judge.Points([("tail", new PixelBox(40, 80, 20, 40)), ("head", new PixelBox(300, 80, 20, 40))], view, 400, 200);
        Assert.Equal(["tail"], points.Keys);
        Assert.Equal(x, points["tail"].X, 9);
        Assert.Equal(112, points["tail"].Y, 9);
    }

    // Cells of 32 pixels. Word 0 lies on the tail in four pictures of five, word 1 in three.
    [Fact]
    public void A_word_is_consistent_when_it_hits_the_part_in_four_of_five_pictures()
    {
        const int Tail = (2 * 7) + 1;
        const int Far = (6 * 7) + 6;
        int[] first = [Tail, Tail, Tail, Tail, Far];
        int[] second = [Tail, Far, Tail, Far, Tail];
        float[][] distances = [.. first.Zip(second, (a, b) => Enumerable.Range(0, 49 * 2).Select(i => i / 2 == (i % 2 == 0 ? a : b) ? 0.1f : 3f).ToArray())];
        BatchReading reading = Readings.Of(7, 7, 2, 2, distances, [.. first.Select(_ => new float[] { 1, 0 })], new int[5]);
        float[] last = [1, 1, 0, 0];
        Predictions predictions = Predictions.Gather([reading], 5, nearest: 2, last);
        Assert.Equal(first.Zip(second, (a, b) => new[] { a, b }).SelectMany(pair => pair), predictions.Places);

        var tail = new Dictionary<string, (double X, double Y)> { ["tail"] = (48, 80) };
        PartConsistencyMetrics metrics = Judge.Measure(predictions, reading.Similarities, last, _ => tail)!;
        Assert.Equal((0.5, 0.0, 0.0, 2), (metrics.Consistent, metrics.Chance, metrics.CentrePrior, metrics.Words));
        Assert.Null(Judge.Measure(predictions, reading.Similarities, last, n => n < 2 ? tail : new Dictionary<string, (double X, double Y)>()));
    }

    [Fact]
    public void Parts_stay_the_same_as_long_as_the_region_holds_them()
    {
        var tail = new Dictionary<string, (double X, double Y)> { ["tail"] = (48, 80) };
        Assert.True(Judge.SameParts(tail, (2 * 7) + 1, (3 * 7) + 1, 7, 7));
        Assert.False(Judge.SameParts(tail, (2 * 7) + 1, (4 * 7) + 1, 7, 7));
    }
}
