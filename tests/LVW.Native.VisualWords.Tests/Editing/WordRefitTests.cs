using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Editing;

public sealed class WordRefitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Merged_weights_are_added_for_every_class()
        => Assert.Equal([1, 22, 4, 55], WordEditor.MergeWeights([0, 3, 7], [1, 2, 20, 4, 5, 50], merged: [3, 7]));

    [Fact]
    public void The_word_that_is_named_first_stays_even_if_its_number_is_higher()
        => Assert.Equal([4, 22, 6, 55], WordEditor.MergeWeights([0, 3, 7], [20, 4, 2, 50, 6, 5], merged: [7, 0]));

    [Fact]
    public void Merging_two_words_that_score_alike_changes_no_logit()
    {
        WordRefit refit = Tables.Refit([[3, 1, 3], [1, 2, 1], [5, 4, 5]], [0, 1, 0], classes: 2);
        float[] weights = [0.5f, -1, 0.25f, -0.5f, 2, 1];
        Assert.Equal(refit.Logits([0, 1, 2], weights), refit.Logits([0, 1], WordEditor.MergeWeights([0, 1, 2], weights, [0, 2])));
    }

    [Fact]
    public void Words_that_stay_keep_their_weights_and_new_ones_begin_at_zero()
        => Assert.Equal([2, 0, 4, 0], WordRefit.Select([1, 3], [1, 2, 3, 4], [3, 4]));

    [Fact]
    public void A_fit_hands_the_work_of_a_lost_word_to_its_twin()
    {
        float[][] scores = [[6, 0, 6], [0, 6, 0], [5, 1, 5], [1, 5, 1]];
        WordRefit refit = Tables.Refit(scores, [0, 1, 0, 1], classes: 2);
        float[] without = WordRefit.Select([0, 1, 2], [1, 0, 0, 0, 0, 0], [1, 2]);
        Assert.Equal(0.5, refit.Accuracy([1, 2], without));
        Assert.Equal(1, refit.Accuracy([1, 2], refit.Fit([1, 2], without)));
    }

    [Fact]
    public void Scores_that_are_kept_are_read_back_and_made_again_when_what_they_come_from_has_changed()
    {
        var table = new ScoreTable(new ViewScores([1, 2, 3, 4], [0, 1], [5, 6, 7, 8]), new ViewScores([9, 10], [1], []), ScoreTable.Validation);
        string file = folder.In("scores.safetensors");
        table.Write(file, "one");
        ScoreTable read = ScoreTable.TryRead(file, "one")!;
        Assert.Equal(table.Fitted.Scores, read.Fitted.Scores);
        Assert.Equal(table.Fitted.Labels, read.Fitted.Labels);
        Assert.Equal(table.Fitted.BaseLogits, read.Fitted.BaseLogits);
        Assert.Equal(table.Judged.Scores, read.Judged.Scores);
        Assert.Equal((ScoreTable.Validation, 2), (read.JudgedOn, read.Words));
        Assert.Null(ScoreTable.TryRead(file, "another"));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..40]);
        Assert.Null(ScoreTable.TryRead(file, "one"));
    }
}
