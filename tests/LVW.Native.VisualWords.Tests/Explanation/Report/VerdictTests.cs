using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(0.550, 0.334, 0.497, "far better than chance and better than a fixed blob at the centre")]
    [InlineData(0.420, 0.334, 0.400, "better than chance and better than a fixed blob at the centre")]
    [InlineData(0.480, 0.334, 0.497, "far better than chance but no better than a fixed blob at the centre")]
    [InlineData(0.335, 0.334, 0.497, "no better than chance")]
    [InlineData(0.272, 0.334, 0.497, "worse than chance")]
    public void An_overlap_is_graded_by_its_yardsticks(double value, double chance, double centre, string grade) =>
        Assert.Equal(grade, Verdict.Grade(new AttentionOverlap(value, chance, centre)));

    [Fact]
    public void Sentences_say_only_what_was_measured()
    {
        Assert.Single(Verdict.Sentences(new ReportSummary()));
        var text = Assert.Single(Verdict.Sentences(new ReportSummary { Agreement = 0.91 }));
        Assert.StartsWith("The words explain the base model on 91\u202F% of the test pictures", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_no_real_patches_are_not_called_real()
    {
        var text = Assert.Single(Verdict.Sentences(new ReportSummary { MaxProjectionDistance = 0.02 }));
        Assert.StartsWith("Not every word is a real patch", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gap_to_the_base_model_is_given_with_its_sign_and_standard_error()
    {
        var below = Assert.Single(Verdict.Sentences(new ReportSummary { WordsAccuracy = 0.76, BaseAccuracy = 0.82, TestPictures = 340 }));
        Assert.Contains("6.0 points below", below);
        Assert.Contains("standard error of 2.1", below);
        var above = Assert.Single(Verdict.Sentences(new ReportSummary { WordsAccuracy = 0.83, BaseAccuracy = 0.82 }));
        Assert.Contains("1.0 points above", above);
    }

    [Fact]
    public void A_word_that_left_its_patch_is_counted_on_the_word_sheet()
    {
        var words = SampleModel.Create().Words;
        Assert.Equal("85 visual words, each a real patch of a training picture.", Verdict.Sentences(words)[0]);
        var drifted = words.Select(word => word with { ProjectionDistance = word.Index < 2 ? 0.1 : double.NaN }).ToList();
        Assert.Equal("85 visual words; 85 of them differ from the patches shown.", Verdict.Sentences(drifted)[0]);
    }

    [Fact]
    public void Deletion_that_is_no_better_than_a_random_order_is_said_so()
    {
        Assert.Contains("no more than", Assert.Single(Verdict.Sentences(new ReportSummary { Deletion = new(0.4, 0.36) })));
        Assert.Contains("sooner than", Assert.Single(Verdict.Sentences(new ReportSummary { Deletion = new(0.1, 0.36) })));
    }
}
