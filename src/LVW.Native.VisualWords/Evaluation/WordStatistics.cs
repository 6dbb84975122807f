using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Describes every word of a model.</summary>
public static class WordStatistics
{
    /// <summary>Computes the description of every word.</summary>
    /// <param name="head">The words and the last layer.</param>
    /// <param name="sources">The words' own patches; empty where they were never projected.</param>
    /// <param name="train">Nearest training patches; their number decides how far histograms reach.</param>
    /// <param name="test">Nearest test patches.</param>
    /// <param name="predictions">The test set's predictions.</param>
    /// <param name="duplicateDistance">Squared distance below which two words are duplicates.</param>
    public static IReadOnlyList<WordStatistic> Compute(
        WordHead head,
        IReadOnlyList<WordSource> sources,
        WordNeighbourhood train,
        WordNeighbourhood test,
        Predictions predictions,
        double duplicateDistance)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(predictions);
        (int words, int classes) = (head.Options.Words, head.Options.Classes);
        float[] vectors = head.Words.ToArray();
        float[] last = head.Last.ToArray();
        int[] first = CountUses(predictions, 1);
        int[] among = CountUses(predictions, predictions.Nearest);
        Dictionary<int, WordSource> byWord = sources.ToDictionary(source => source.Word);
        return
        [
            .. Enumerable.Range(0, words).Select(word =>
            {
                int[] histogram = new int[classes];
                foreach (WordNeighbour neighbour in train[word]) histogram[neighbour.ClassIndex]++;
                return new WordStatistic
                {
                    Word = Number(word),
                    Source = byWord.GetValueOrDefault(word),
                    Own = train.Own(word),
                    ProjectionDistance = train.Own(word)?.Distance,
                    NearestTrain = train[word],
                    NearestTest = test[word],
                    ClassHistogram = histogram,
                    Sharedness = NormalizedEntropy(histogram),
                    Weights = [.. Enumerable.Range(0, classes).Select(c => last[(c * words) + word])],
                    TimesNearest = first[word],
                    TimesAmongNearest = among[word],
                    DuplicateOf = Duplicate(vectors, word, head.Options.Depth, duplicateDistance) is { } other ? Number(other) : null,
                };
            }),
        ];

        int Number(int word) => byWord.GetValueOrDefault(word)?.Number ?? word;
    }

    /// <summary>Shannon's entropy of a histogram over that of the uniform one, −Σ p ln p / ln C; 0 for an empty one.</summary>
    public static double NormalizedEntropy(ReadOnlySpan<int> histogram)
    {
        double total = 0;
        foreach (int count in histogram) total += count;
        if (total == 0 || histogram.Length < 2) return 0;
        double entropy = 0;
        foreach (int count in histogram)
        {
            if (count > 0) entropy -= count / total * Math.Log(count / total);
        }

        return entropy / Math.Log(histogram.Length);
    }

    /// <summary>Number of different patches among the words' sources.</summary>
    public static int DistinctPatches(IEnumerable<WordSource> sources)
        => sources.Select(source => (source.Key, source.Row, source.Column)).Distinct().Count();

    private static int[] CountUses(Predictions predictions, int nearest)
    {
        int[] uses = new int[predictions.Words];
        for (int n = 0; n < predictions.Pictures; n++)
        {
            foreach (int word in predictions.NearestWords.AsSpan(n * predictions.Nearest, nearest)) uses[word]++;
        }

        return uses;
    }

    private static int? Duplicate(float[] vectors, int word, int depth, double limit)
    {
        for (int other = 0; other < word; other++)
        {
            double distance = 0;
            for (int i = 0; i < depth; i++)
            {
                double difference = (double)vectors[(word * depth) + i] - vectors[(other * depth) + i];
                distance += difference * difference;
            }

            if (distance < limit) return other;
        }

        return null;
    }
}
