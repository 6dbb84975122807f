using System.Globalization;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Editing;

/// <summary>
/// Takes out words without asking for their classes, as long as accuracy stays within a budget: first words of hardly any weight, then
/// those that are the same as a heavier one, then, greedily, those whose loss costs least. The last layer is fitted after every move.
/// </summary>
/// <param name="refit">Fits and judges.</param>
/// <param name="vectors">p of all words of the run, [P, D].</param>
/// <param name="duplicateDistance">Squared distance below which two words are the same.</param>
public sealed class WordPruning(WordRefit refit, float[] vectors, double duplicateDistance = LogSimilarity.DefaultEpsilon)
{
    // Of the mean mass of a word.
    private const double Light = 0.01;

    // Words that are tried together: the share of those left.
    private const int Share = 10;

    private readonly int depth = vectors.Length / refit.Table.Words;

    /// <summary>Prunes.</summary>
    /// <param name="words">Numbers of the words in use, ascending.</param>
    /// <param name="weights">W of these, [C, words].</param>
    /// <param name="budget">How far accuracy may fall below that of <paramref name="weights"/>, 0 to 1.</param>
    public PruningResult Run(IReadOnlyList<int> words, float[] weights, double budget)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(weights);

        // Accuracies are multiples of 1/N: a rounding of the difference must not cost a picture.
        double least = refit.Accuracy(words, weights) - budget - 1e-9;
        var state = new State(words, weights, refit.Accuracy(words, weights), []);
        state = Try(state, LightWords(state), least) ?? state;
        foreach (PrunedWord twin in Twins(state)) state = Try(state, [twin], least) ?? state;
        for (int together = Math.Max(1, state.Words.Count / Share); together >= 1 && state.Words.Count > 1;)
        {
            PrunedWord[] next = [.. Cheapest(state).Take(Math.Min(together, state.Words.Count - 1)).Select(word => new PrunedWord(word, "spare"))];
            if (Try(state, next, least) is { } smaller)
            {
                state = smaller;
                together = Math.Min(together, Math.Max(1, state.Words.Count / Share));
            }
            else
            {
                together /= 2;
            }
        }

        return new PruningResult(state.Words, state.Weights, state.Accuracy, state.Pruned);
    }

    private State? Try(State state, IReadOnlyList<PrunedWord> pruned, double least)
    {
        if (pruned.Count == 0 || pruned.Count >= state.Words.Count) return null;
        int[] kept = [.. state.Words.Except(pruned.Select(one => one.Word))];
        float[] fitted = refit.Fit(kept, WordRefit.Select(state.Words, state.Weights, kept));
        double accuracy = refit.Accuracy(kept, fitted);
        return accuracy >= least ? new State(kept, fitted, accuracy, [.. state.Pruned, .. pruned]) : null;
    }

    private static PrunedWord[] LightWords(State state)
    {
        double[] masses = [.. Enumerable.Range(0, state.Words.Count).Select(state.Mass)];
        double limit = Light * masses.Average();
        return [.. state.Words.Where((_, i) => masses[i] <= limit).Select(word => new PrunedWord(word, "light"))];
    }

    // Of two words that are the same the heavier stays.
    private List<PrunedWord> Twins(State state)
    {
        var kept = new List<int>();
        var twins = new List<PrunedWord>();
        foreach ((int word, _) in state.Words.Select((word, i) => (word, state.Mass(i))).OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.word))
        {
            int same = kept.FindIndex(other => Distance(word, other) < duplicateDistance);
            if (same < 0) kept.Add(word);
            else twins.Add(new PrunedWord(word, string.Create(CultureInfo.InvariantCulture, $"same as {kept[same]}")));
        }

        return twins;
    }

    private double Distance(int a, int b)
    {
        double sum = 0;
        for (int i = 0; i < depth; i++)
        {
            double difference = (double)vectors[(a * depth) + i] - vectors[(b * depth) + i];
            sum += difference * difference;
        }

        return sum;
    }

    // By the cross-entropy of the judged pictures with the word's score held at its mean, whose part the fit can hand to other words.
    private IEnumerable<int> Cheapest(State state)
    {
        (int words, int classes) = (state.Words.Count, refit.Classes);
        float[] logits = refit.Logits(state.Words, state.Weights);
        int[] labels = refit.Table.Judged.Labels;
        double[] means = new double[words];
        for (int n = 0; n < labels.Length; n++)
        {
            for (int i = 0; i < words; i++) means[i] += Score(n, state.Words[i]) / labels.Length;
        }

        double[] costs = new double[words];
        Parallel.For(0, words, i =>
        {
            float[] row = new float[classes];
            for (int n = 0; n < labels.Length; n++)
            {
                double change = Score(n, state.Words[i]) - means[i];
                for (int c = 0; c < classes; c++) row[c] = (float)(logits[(n * classes) + c] - (state.Weights[(c * words) + i] * change));
                costs[i] -= Math.Log(Math.Max(1e-300, Ranking.Softmax(row)[labels[n]]));
            }
        });
        return Enumerable.Range(0, words).OrderBy(i => costs[i]).ThenBy(i => state.Words[i]).Select(i => state.Words[i]);
    }

    private double Score(int picture, int word) => refit.Table.Judged.Scores[(picture * refit.Table.Words) + word];

    private sealed record State(IReadOnlyList<int> Words, float[] Weights, double Accuracy, IReadOnlyList<PrunedWord> Pruned)
    {
        public double Mass(int position)
        {
            double mass = 0;
            for (int at = position; at < Weights.Length; at += Words.Count) mass += Math.Abs(Weights[at]);
            return mass;
        }
    }
}
