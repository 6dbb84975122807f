using FsCheck.Xunit;
using LVW.Native.VisualWords.Editing;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Editing;

public sealed class WordPruningTests
{
    // Word 0 speaks for class 0, word 1 for class 1, word 2 is word 0 again, word 3 is found nowhere.
    [Fact]
    public void A_word_without_weight_and_the_lighter_of_two_that_are_the_same_go_and_those_that_decide_stay()
    {
        float[][] scores = [[6, 0, 6, 0], [0, 6, 0, 0], [5, 1, 5, 0], [1, 5, 1, 0]];
        WordRefit refit = Tables.Refit(scores, [0, 1, 0, 1], classes: 2);
        var pruning = new WordPruning(refit, vectors: [0, 0, 1, 1, 0, 0.001f, 2, 2], duplicateDistance: 1e-4);
        PruningResult result = pruning.Run([0, 1, 2, 3], [1, 0, 0.5f, 0, 0, 1, 0, 0], budget: 0);
        Assert.Equal([new PrunedWord(3, "light"), new PrunedWord(2, "same as 0")], result.Pruned);
        Assert.Equal([0, 1], result.Kept);
        Assert.Equal(1, result.Accuracy);
        Assert.Equal(refit.Accuracy([0, 1], result.Weights), result.Accuracy);
    }

    [Fact]
    public void Words_in_use_keep_their_numbers_when_others_were_taken_out_before()
    {
        (WordRefit refit, float[] vectors) = Tables.Draw(new Random(1), classes: 3, others: 4);
        int[] used = [0, 1, 2, 4, 6];
        PruningResult result = new WordPruning(refit, vectors).Run(used, refit.Fit(used, new float[15]), budget: 0);
        Assert.Equal(used, result.Kept.Concat(result.Pruned.Select(one => one.Word)).Order());
    }

    [Property(MaxTest = 25)]
    public void Accuracy_never_falls_below_the_budget_and_no_word_is_lost_from_the_account(int seed)
    {
        var random = new Random(seed);
        (WordRefit refit, float[] vectors) = Tables.Draw(random, classes: 2 + random.Next(3), others: random.Next(5));
        int[] words = [.. Enumerable.Range(0, vectors.Length)];
        float[] weights = refit.Fit(words, new float[words.Length * refit.Classes]);
        double budget = random.Next(3) * 0.2;
        PruningResult result = new WordPruning(refit, vectors).Run(words, weights, budget);
        Assert.NotEmpty(result.Kept);
        Assert.Equal(words, result.Kept.Concat(result.Pruned.Select(one => one.Word)).Order());
        Assert.True(result.Accuracy >= refit.Accuracy(words, weights) - budget - 1e-9);
        Assert.Equal(refit.Accuracy(result.Kept, result.Weights), result.Accuracy);
    }

    [Fact]
    public void A_wider_budget_spares_more_words()
    {
        (WordRefit refit, float[] vectors) = Tables.Draw(new Random(2), classes: 4, others: 3);
        int[] words = [.. Enumerable.Range(0, vectors.Length)];
        float[] weights = refit.Fit(words, new float[words.Length * refit.Classes]);
        int Left(double budget) => new WordPruning(refit, vectors).Run(words, weights, budget).Kept.Count;
        Assert.InRange(Left(0), 3, 4);
        Assert.Equal(1, Left(1));
    }
}
