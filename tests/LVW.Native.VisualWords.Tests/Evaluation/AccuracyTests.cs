using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class AccuracyTests
{
    private static readonly float[] Logits = [3, 2, 1, 1, 3, 2, 1, 2, 3, 3, 2, 1];

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1)]
    public void Top_k_counts_true_classes_among_the_k_largest(int k, double expected)
        => Assert.Equal(expected, Accuracy.Top(Logits, [0, 2, 2, 2], 3, k));

    [Fact]
    public void Among_equal_logits_the_lower_class_is_the_answer()
    {
        Assert.Equal(1, Accuracy.Top([1, 1], [0], 2));
        Assert.Equal(0, Accuracy.Top([1, 1], [1], 2));
    }

    [Fact]
    public void Agreement_compares_the_classes_named() => Assert.Equal(0.5, Accuracy.Agreement([2, 1, 1, 2], [5, 0, 9, 8], 2));

    // p = (½, ½), q = (¾, ¼): ½ ln(2/3) + ½ ln 2.
    [Fact]
    public void Divergence_is_that_of_the_probabilities()
        => Assert.Equal((0.5 * Math.Log(2 / 3.0)) + (0.5 * Math.Log(2)), Accuracy.Divergence([0, 0], [MathF.Log(3), 0], 2), 6);

    [Fact]
    public void A_model_does_not_diverge_from_itself_however_large_its_logits() => Assert.Equal(0, Accuracy.Divergence([900, -900], [900, -900], 2));

    [Fact]
    public void The_confusion_matrix_has_a_row_for_each_true_class()
    {
        ConfusionMatrix confusion = ConfusionMatrix.Of(Logits, [0, 2, 2, 2], 3);
        Assert.Equal([1, 0, 0, 0, 0, 0, 1, 1, 1], confusion.Counts);
        Assert.Equal([1, null, 1 / 3.0], confusion.Recall());
    }

    // Classes are named 2:2 by one and 3:1 by the other: ½·¾ + ½·¼.
    [Fact]
    public void Agreement_by_chance_is_that_of_independent_models()
        => Assert.Equal(0.5, Accuracy.AgreementByChance([1, 0, 1, 0, 0, 1, 0, 1], [1, 0, 1, 0, 1, 0, 0, 1], 2), 12);

    // Two certain and opposite answers: each is ln 2 from their mean; twice the same answer is at its mean.
    [Fact]
    public void Always_the_same_answer_diverges_from_a_model_as_far_as_its_answers_differ()
    {
        Assert.Equal(Math.Log(2), Accuracy.DivergenceOfMean([50, 0, 0, 50], 2), 9);
        Assert.Equal(0, Accuracy.DivergenceOfMean([3, 1, 3, 1], 2), 12);
    }
}
