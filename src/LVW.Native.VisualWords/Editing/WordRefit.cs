using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Editing;

/// <summary>Fits the last layer of some of a run's words to convergence on kept scores, and tells how accurate they are.</summary>
/// <param name="table">The scores.</param>
/// <param name="classes">C.</param>
/// <param name="settings">Penalty and distillation.</param>
/// <param name="temperature">The distillation's temperature.</param>
/// <param name="shared">Whether words serve all classes; otherwise weights to a word's own class are not penalised.</param>
public sealed class WordRefit(ScoreTable table, int classes, LastLayerSettings settings, double temperature, bool shared = true)
{
    private readonly float[] targets = LastLayerProblem.OneHot(table.Fitted.Labels, classes);

    /// <summary>The scores.</summary>
    public ScoreTable Table => table;

    /// <summary>C.</summary>
    public int Classes => classes;

    /// <summary>The best W for words.</summary>
    /// <param name="words">Numbers of the words.</param>
    /// <param name="start">W to start from, [C, words].</param>
    public float[] Fit(IReadOnlyList<int> words, float[] start)
    {
        ArgumentNullException.ThrowIfNull(words);
        var problem = new LastLayerProblem(Columns(table.Fitted.Scores, words), targets, words.Count, classes, settings.L1, shared ? null : NominalClass.OwnWeights(words, table.Words, classes));
        if (settings.Distillation > 0 && table.Fitted.BaseLogits.Length > 0)
        {
            problem = new LastLayerProblem(problem, table.Fitted.BaseLogits, settings.Distillation, temperature);
        }

        return LastLayerFit.Solve(problem, start, tolerance: WordFinish.FitTolerance).Weights;
    }

    /// <summary>Share of the judged pictures whose class is right, 0 to 1.</summary>
    /// <param name="words">Numbers of the words.</param>
    /// <param name="weights">W, [C, words].</param>
    public double Accuracy(IReadOnlyList<int> words, float[] weights) => Evaluation.Accuracy.Top(Logits(words, weights), table.Judged.Labels, classes);

    /// <summary>The logits of the judged pictures, [N, C].</summary>
    internal float[] Logits(IReadOnlyList<int> words, float[] weights)
    {
        float[] logits = new float[table.Judged.Labels.Length * classes];
        for (int n = 0; n < table.Judged.Labels.Length; n++)
        {
            ReadOnlySpan<float> row = table.Judged.Scores.AsSpan(n * table.Words, table.Words);
            for (int c = 0; c < classes; c++)
            {
                double sum = 0;
                for (int i = 0; i < words.Count; i++) sum += (double)weights[(c * words.Count) + i] * row[words[i]];
                logits[(n * classes) + c] = (float)sum;
            }
        }

        return logits;
    }

    /// <summary>W of other words: those that both have keep their weights, new ones begin at 0.</summary>
    /// <param name="from">Numbers of the words that W is for, ascending.</param>
    /// <param name="weights">W, [C, from].</param>
    /// <param name="to">Numbers of the words that W is wanted for.</param>
    public static float[] Select(IReadOnlyList<int> from, float[] weights, IReadOnlyList<int> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(to);
        Dictionary<int, int> position = from.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        int rows = weights.Length / from.Count;
        float[] selected = new float[rows * to.Count];
        for (int i = 0; i < to.Count; i++)
        {
            if (!position.TryGetValue(to[i], out int at)) continue;
            for (int c = 0; c < rows; c++) selected[(c * to.Count) + i] = weights[(c * from.Count) + at];
        }

        return selected;
    }

    private float[] Columns(float[] scores, IReadOnlyList<int> words)
    {
        float[] columns = new float[table.Fitted.Labels.Length * words.Count];
        for (int n = 0; n < table.Fitted.Labels.Length; n++)
        {
            for (int i = 0; i < words.Count; i++) columns[(n * words.Count) + i] = scores[(n * table.Words) + words[i]];
        }

        return columns;
    }
}
