using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Tests.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

public class PictureChoiceTests
{
    // Twelve pictures of three classes. Wrong: 1 (class 0, sure), 2 (class 0, very sure), 5 (class 1, unsure).
    private static readonly Predictions Predictions = Make(
        (0, 0, 3), (0, 1, 4), (0, 2, 9), (0, 0, 1), (1, 1, 2), (1, 0, 1), (1, 1, 5), (1, 1, 8), (2, 2, 1), (2, 2, 2), (2, 2, 3), (2, 2, 4));

    [Fact]
    public void Wrong_ones_come_first_the_most_confident_of_each_class_before_a_second()
        => Assert.Equal([2, 5, 1], PictureChoice.Choose(Predictions, 6).Take(3));

    [Fact]
    public void Right_ones_are_typical_and_spread_over_the_classes()
    {
        int[] right = [.. PictureChoice.Choose(Predictions, 6).Skip(3)];
        Assert.Equal([0, 1, 2], right.Select(picture => Predictions.Labels[picture]));
        Assert.Equal(6, right[1]);
    }

    [Fact]
    public void Wrong_ones_fill_at_most_half_unless_right_ones_are_too_few()
    {
        Assert.Equal(2, PictureChoice.Choose(Predictions, 4).Count(picture => Predictions.Predicted(picture) != Predictions.Labels[picture]));
        Assert.Equal(12, PictureChoice.Choose(Predictions, 50).Count);
        Assert.Empty(PictureChoice.Choose(Predictions, 0));
    }

    private static Predictions Make(params (int Label, int Predicted, float Logit)[] pictures)
    {
        float[][] logits = [.. pictures.Select(picture => Enumerable.Range(0, 3).Select(c => c == picture.Predicted ? picture.Logit : 0).ToArray())];
        BatchReading reading = Readings.Of(1, 1, 1, 3, [.. pictures.Select(_ => new[] { 1f })], logits, [.. pictures.Select(picture => picture.Label)]);
        return Predictions.Gather([reading], pictures.Length, 1, new float[3]);
    }
}
