namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How often the words that an explanation shows fix the decision, on the test pictures; see <see cref="Sufficiency"/>.</summary>
public sealed record SufficiencyMetrics
{
    /// <summary>K, words shown: those with the largest contributions.</summary>
    public int ShownWords { get; init; }

    /// <summary>Share of pictures whose decision is fixed with the other words anywhere that any picture could put them.</summary>
    public double Attainable { get; init; }

    /// <summary>The same with the other words anywhere between the extremes seen on training pictures; null without these.</summary>
    public double? Seen { get; init; }

    /// <summary>Yardstick of <see cref="Seen"/>: as many words drawn at random.</summary>
    public double? SeenByRandomWords { get; init; }

    /// <summary>Mean number of words that must be shown until the decision is fixed against all that any picture could give.</summary>
    public double AttainableWordsNeeded { get; init; }

    /// <summary>The same against the extremes seen on training pictures; null without these.</summary>
    public double? SeenWordsNeeded { get; init; }

    /// <summary>How often the shown words keep the decision when the others are as in training pictures (see <see cref="DecisionPrecision"/>); null without these.</summary>
    public double? Precision { get; init; }

    /// <summary>The same for as many words drawn at random.</summary>
    public double? PrecisionOfRandomWords { get; init; }

    /// <summary>The same with no word shown: how often a training picture has the class anyway.</summary>
    public double? PrecisionOfNone { get; init; }

    /// <summary>Mean number of words that must be shown to keep the decision in 95 % of the training pictures.</summary>
    public double? WordsForPrecision95 { get; init; }

    /// <summary>Measures all pictures.</summary>
    /// <param name="predictions">The test set's predictions.</param>
    /// <param name="lastLayer">W, [C, P].</param>
    /// <param name="similarities">g, [N, P].</param>
    /// <param name="shownWords">K.</param>
    /// <param name="attainable">What any picture could give.</param>
    /// <param name="seen">What training pictures gave, or null.</param>
    /// <param name="references">g of some training pictures, [M, P]; empty without these.</param>
    /// <param name="seed">The seed of the words that are drawn at random.</param>
    public static SufficiencyMetrics Measure(
        Predictions predictions,
        float[] lastLayer,
        float[] similarities,
        int shownWords,
        SimilarityRanges attainable,
        SimilarityRanges? seen,
        float[] references,
        ulong seed)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int words = predictions.Words;
        (double Fixed, double Random, double Needed) ofAll = Sums(attainable);
        (double Fixed, double Random, double Needed)? ofSeen = seen is null ? null : Sums(seen);
        (double Shown, double Random, double None, double Needed)? kept = references.Length == 0 ? null : Kept(new DecisionPrecision(lastLayer, words, references));
        return new SufficiencyMetrics
        {
            ShownWords = Math.Min(shownWords, words),
            Attainable = ofAll.Fixed / predictions.Pictures,
            AttainableWordsNeeded = ofAll.Needed / predictions.Pictures,
            Seen = ofSeen?.Fixed / predictions.Pictures,
            SeenByRandomWords = ofSeen?.Random / predictions.Pictures,
            SeenWordsNeeded = ofSeen?.Needed / predictions.Pictures,
            Precision = kept?.Shown / predictions.Pictures,
            PrecisionOfRandomWords = kept?.Random / predictions.Pictures,
            PrecisionOfNone = kept?.None / predictions.Pictures,
            WordsForPrecision95 = kept?.Needed / predictions.Pictures,
        };

        (double Shown, double Random, double None, double Needed) Kept(DecisionPrecision precision)
        {
            (double shown, double random, double none, double needed) = (0, 0, 0, 0);
            for (int n = 0; n < predictions.Pictures; n++)
            {
                ReadOnlySpan<float> own = similarities.AsSpan(n * words, words);
                int decided = predictions.Predicted(n);
                int[] order = Contributions.Ranked(own, lastLayer.AsSpan(decided * words, words));
                shown += precision.Of(own, decided, order.AsSpan(0, Math.Min(shownWords, words)));
                random += precision.Of(own, decided, PixelOrder.Random(words, seed, (ulong)n).AsSpan(0, Math.Min(shownWords, words)));
                none += precision.Of(own, decided, []);
                needed += precision.Needed(own, decided, order, 0.95);
            }

            return (shown, random, none, needed);
        }

        (double Fixed, double Random, double Needed) Sums(SimilarityRanges ranges)
        {
            var bound = new Sufficiency(lastLayer, words, ranges);
            (double settled, double random, double needed) = (0, 0, 0);
            for (int n = 0; n < predictions.Pictures; n++)
            {
                ReadOnlySpan<float> own = similarities.AsSpan(n * words, words);
                int decided = predictions.Predicted(n);
                int[] order = Contributions.Ranked(own, lastLayer.AsSpan(decided * words, words));
                needed += bound.Needed(own, decided, order) ?? words;
                if (bound.Margin(own, decided, order.AsSpan(0, Math.Min(shownWords, words))) > 0) settled++;
                int[] drawn = PixelOrder.Random(words, seed, (ulong)n);
                if (bound.Margin(own, decided, drawn.AsSpan(0, Math.Min(shownWords, words))) > 0) random++;
            }

            return (settled, random, needed);
        }
    }
}
