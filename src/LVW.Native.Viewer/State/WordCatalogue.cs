using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Viewer.State;

/// <summary>All words of the run, with what is known of them by now.</summary>
/// <param name="run">The run.</param>
/// <param name="whatIf">What is left out.</param>
/// <param name="findings">What the run has kept, if it did.</param>
/// <param name="train">The training pictures.</param>
/// <param name="test">The test pictures.</param>
internal sealed class WordCatalogue(ViewedRun run, WhatIf whatIf, RunFindings? findings, SetScores train, SetScores test)
{
    private readonly Dictionary<int, WordSource> sources = run.Sources.ToDictionary(source => source.Word);

    public int Count => run.Words;

    public IEnumerable<WordFacts> All => Enumerable.Range(0, Count).Select(Of);

    /// <summary>Where a word's own patch is in the training pictures and, where it was kept, its map there.</summary>
    public (int Picture, PatchFinding? Kept)? Own(int word)
    {
        if (findings?.Words[word].Own is { } own) return (own.Picture, own);
        return sources.TryGetValue(word, out WordSource? source) && source.Picture >= 0 && source.Picture < run.Train.Pictures.Count ? (source.Picture, null) : null;
    }

    public WordFacts Of(int word)
    {
        WordVocabulary vocabulary = run.History.Vocabulary;
        bool isKept = vocabulary.IsInUse(word), isUsed = whatIf.Current.Uses(word);
        DecisionRule rule = isUsed ? whatIf.Current : whatIf.Kept;
        WordFinding? found = findings?.Words[word];
        string? own = sources.GetValueOrDefault(word)?.Key;
        return new WordFacts
        {
            Number = word,
            Name = vocabulary.NameOf(word),
            Fate = vocabulary.FateOf(word),
            IsKept = isKept,
            IsUsed = isUsed,
            Source = sources.GetValueOrDefault(word),
            Weights = isKept ? [.. Enumerable.Range(0, run.Classes).Select(c => rule.Weight(c, word))] : [],
            Sharedness = found?.Sharedness ?? (train.Near is { } near ? Sharedness(near[word]) : null),
            DuplicateOf = found?.DuplicateOf,
            NearestTrain = found?.NearestTrain ?? (train.Near is { } trained ? WordFinding.Nearest(trained[word], own) : null),
            NearestTest = found?.NearestTest ?? (test.Near is { } tested ? WordFinding.Nearest(tested[word], null) : null),
        };
    }

    private double Sharedness(IReadOnlyList<WordNeighbour> nearest)
    {
        int[] histogram = new int[run.Classes];
        foreach (WordNeighbour neighbour in nearest) histogram[neighbour.ClassIndex]++;

        // As findings are kept: words that are equally shared stay equal.
        return (float)WordStatistics.NormalizedEntropy(histogram);
    }
}
