using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class PredictionsTests
{
    private static readonly BatchReading Reading = Readings.Of(
        1, 2, 3, 2, [[0.5f, 0.1f, 2, 0.2f, 0.4f, 1]], [[0, 1]], [1]);

    [Fact]
    public void The_nearest_words_come_with_their_maps()
    {
        Predictions predictions = Predictions.Gather([Reading], 1, nearest: 2, lastLayer: new float[6]);
        Assert.Equal([1, 0], predictions.NearestWords);
        Assert.Equal([.. new[] { 0.1f, 0.4f, 0.5f, 0.2f }.Select(Readings.Similarity)], predictions.NearestMaps);
    }

    [Fact]
    public void Evidence_sums_positive_weights_of_the_predicted_class()
    {
        Predictions predictions = Predictions.Gather([Reading], 1, nearest: 2, lastLayer: [9, 9, 9, 2, -5, 1]);
        float left = (2 * Readings.Similarity(0.5f)) + Readings.Similarity(2);
        float right = (2 * Readings.Similarity(0.2f)) + Readings.Similarity(1);
        Assert.Equal(left, predictions.EvidenceMaps[0], 1e-5f);
        Assert.Equal(right, predictions.EvidenceMaps[1], 1e-5f);
    }

    [Fact]
    public void Without_pictures_there_is_nothing_to_measure()
        => Assert.Throws<ArgumentException>(() => Predictions.Gather([], 0, 10, []));
}
