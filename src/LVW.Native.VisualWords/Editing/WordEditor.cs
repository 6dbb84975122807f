namespace LVW.Native.VisualWords.Editing;

/// <summary>Edits the words of a run; after each edit the last layer is fitted anew on kept scores.</summary>
/// <param name="history">The run's edits.</param>
/// <param name="refit">Fits and judges.</param>
/// <param name="vectors">p of all words of the run, [P, D].</param>
/// <param name="clock">Dates the edits.</param>
public sealed class WordEditor(EditHistory history, WordRefit refit, float[] vectors, TimeProvider clock)
{
    /// <summary>Takes words out of use.</summary>
    /// <exception cref="Training.RunFolderException">A word is unknown or not in use, or none would be left.</exception>
    public EditOutcome Disable(IReadOnlyList<int> words) => Make(new WordEdit { Kind = WordEditKind.Disable, Words = words });

    /// <summary>Takes words into use again; their weights begin at 0.</summary>
    /// <exception cref="Training.RunFolderException">A word is unknown or in use.</exception>
    public EditOutcome Enable(IReadOnlyList<int> words) => Make(new WordEdit { Kind = WordEditKind.Enable, Words = words });

    /// <summary>Lets the first word take the place of the others: their weights are added to its own, and it stays the real patch that it is.</summary>
    /// <exception cref="Training.RunFolderException">A word is unknown or not in use, or there is only one.</exception>
    public EditOutcome Merge(IReadOnlyList<int> words) => Make(new WordEdit { Kind = WordEditKind.Merge, Words = words });

    /// <summary>Takes out words that are not missed: see <see cref="WordPruning"/>.</summary>
    /// <param name="budget">How far accuracy may fall, 0 to 1.</param>
    /// <returns>Null where no word could be spared.</returns>
    public EditOutcome? Prune(double budget)
    {
        IReadOnlyList<int> used = history.Vocabulary.InUse;
        float[] weights = history.Weights(refit.Classes);
        PruningResult result = new WordPruning(refit, vectors).Run(used, weights, budget);
        if (result.Pruned.Count == 0) return null;
        double before = refit.Accuracy(used, weights);
        double unfitted = refit.Accuracy(result.Kept, WordRefit.Select(used, weights, result.Kept));
        WordEdit edit = Judged(new WordEdit { Kind = WordEditKind.Prune, Words = [.. result.Pruned.Select(one => one.Word)], Reasons = [.. result.Pruned.Select(one => one.Reason)] }, before, result.Accuracy);
        return new EditOutcome(history.Commit(edit, result.Weights), before, unfitted, result.Accuracy, result.Kept.Count);
    }

    /// <summary>W after a merger and before it is fitted: the first word's weights are the sum of all.</summary>
    /// <param name="words">Numbers of the words that W is for, ascending.</param>
    /// <param name="weights">W, [C, words].</param>
    /// <param name="merged">The words that are merged; the first stays.</param>
    /// <returns>W of the words that stay, ascending.</returns>
    public static float[] MergeWeights(IReadOnlyList<int> words, float[] weights, IReadOnlyList<int> merged)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(merged);
        int[] positions = [.. merged.Select(word => words.Index().First(entry => entry.Item == word).Index)];
        float[] sums = [.. weights];
        for (int row = 0; row < sums.Length; row += words.Count)
        {
            foreach (int other in positions.Skip(1)) sums[row + positions[0]] += weights[row + other];
        }

        return WordRefit.Select(words, sums, [.. words.Except(merged.Skip(1))]);
    }

    private EditOutcome Make(WordEdit edit)
    {
        WordVocabulary before = history.Vocabulary, after = before.After(edit);
        float[] weights = history.Weights(refit.Classes);
        float[] start = edit.Kind == WordEditKind.Merge ? MergeWeights(before.InUse, weights, edit.Words) : WordRefit.Select(before.InUse, weights, after.InUse);
        float[] fitted = refit.Fit(after.InUse, start);
        (double old, double accuracy) = (refit.Accuracy(before.InUse, weights), refit.Accuracy(after.InUse, fitted));
        WordEdit written = history.Commit(Judged(edit, old, accuracy), fitted);
        return new EditOutcome(written, old, refit.Accuracy(after.InUse, start), accuracy, after.InUse.Count);
    }

    private WordEdit Judged(WordEdit edit, double before, double after)
        => edit with { JudgedOn = refit.Table.JudgedOn, AccuracyBefore = before, AccuracyAfter = after, Time = clock.GetUtcNow() };
}
