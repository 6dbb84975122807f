using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Tests.Editing;

/// <summary>Scores made by hand.</summary>
internal static class Tables
{
    /// <summary>Fits and judges on the same rows, without distillation.</summary>
    public static WordRefit Refit(float[][] scores, int[] labels, int classes, double l1 = 1e-3)
    {
        var views = new ViewScores([.. scores.SelectMany(row => row)], labels, []);
        return new WordRefit(new ScoreTable(views, views, ScoreTable.Training), classes, new LastLayerSettings { L1 = l1, Distillation = 0 }, temperature: 1);
    }

    /// <summary>Pictures of classes, each with a word of its own that scores high, besides words that score at random.</summary>
    public static (WordRefit Refit, float[] Vectors) Draw(Random random, int classes, int others, int perClass = 6)
    {
        int[] labels = [.. Enumerable.Range(0, classes * perClass).Select(n => n % classes)];
        float[][] scores = [.. labels.Select(label => Enumerable.Range(0, classes + others)
            .Select(word => word == label ? 4 + (2 * random.NextSingle()) : 2 * random.NextSingle()).ToArray())];
        return (Refit(scores, labels, classes), [.. Enumerable.Range(0, classes + others).Select(word => (float)word)]);
    }
}
