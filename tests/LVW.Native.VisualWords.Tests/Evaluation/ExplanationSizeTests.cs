using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class ExplanationSizeTests
{
    // Contributions 2·3 and −1·2 to the predicted class 0; three weights of four are at least 0.01.
    [Fact]
    public void What_speaks_against_is_held_against_what_speaks_for()
    {
        float[] lastLayer = [2, -1, 0.5f, 0.001f];
        Predictions predictions = Predictions.Gather([Readings.Of(1, 1, 2, 2, [[1, 1]], [[1, 0]], [0])], 1, nearest: 1, lastLayer);
        ExplanationSize size = ExplanationSize.Measure(predictions, [3, 2], lastLayer);
        Assert.Equal(2 / 6.0, size.NegativeToPositive, 12);
        Assert.Equal(1.5, size.WordsPerClass, 12);
    }

    // Contributions 7, −9, 2, 1 to the class that is predicted: of 10 in favour, nine tenths are reached by two words.
    [Fact]
    public void Words_for_nine_tenths_are_the_largest_in_favour()
    {
        float[] lastLayer = [7, -9, 2, 1, 0, 0, 0, 0];
        Predictions predictions = Predictions.Gather([Readings.Of(1, 1, 4, 2, [[1, 1, 1, 1]], [[1, 0]], [0])], 1, nearest: 1, lastLayer);
        Assert.Equal(2, MetricsOf.WordsForNineTenths(predictions, lastLayer, [1, 1, 1, 1]));
    }
}
