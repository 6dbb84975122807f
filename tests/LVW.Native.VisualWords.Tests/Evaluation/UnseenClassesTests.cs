using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Explanation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public sealed class UnseenClassesTests
{
    [Fact]
    public void Words_probe_and_random_words_are_measured_alike_and_the_seed_draws_the_random_ones()
    {
        using var models = new TinyModels();
        float[] words = models.Reader.Words.Head.Words.ToArray();
        float[] last = models.Reader.Words.Head.Last.ToArray();
        var all = new DataSplits(models.Path, models.Folder.Train, new PictureSet(models.Path, models.Folder.Classes, []), models.Folder.Test!);
        DataSplits unseen = ClassHoldOut.Restrict(all, [.. models.Folder.Classes.Take(3)]);
        UnseenResult Measure(ulong seed) => new UnseenClasses(models.Reader, models.Transform, models.Cache, new EvaluationOptions { BatchSize = 4 }, seed)
            .Measure(unseen.Train, unseen.Test, models.Folder.Train);

        UnseenResult result = Measure(1);
        Assert.Equal(unseen.Classes, result.Classes);
        Assert.Equal((6, 3), (result.TrainPictures, result.TestPictures));
        Assert.Equal(1.0 / 3, result.ChanceAccuracy);
        Assert.Equal(["words of the run", "linear probe of the base model", "random patches as words", "uniform random words"], result.Scores.Select(score => score.Name));
        Assert.Equal([18, 12, 18, 18], result.Scores.Select(score => score.Features));
        Assert.All(result.Scores, score => Assert.Contains(score.Accuracy * 3, new double[] { 0, 1, 2, 3 }));
        Assert.Equal([false, true, false, false], result.Scores.Select(score => score.AttentionIoU50 is null));
        Assert.Equal(ChanceOverlap.Expected(36, 0.5), result.ChanceIoU50);

        UnseenResult again = Measure(1), other = Measure(2);
        Assert.Equal(result.Scores, again.Scores);
        Assert.Equal(result.Scores.Take(2), other.Scores.Take(2));
        Assert.NotEqual(result.Scores.Skip(2), other.Scores.Skip(2));

        // Nothing of the run has moved.
        Assert.Equal(words, models.Reader.Words.Head.Words.ToArray());
        Assert.Equal(last, models.Reader.Words.Head.Last.ToArray());
    }
}
