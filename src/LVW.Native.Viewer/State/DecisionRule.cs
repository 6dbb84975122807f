namespace LVW.Native.Viewer.State;

/// <summary>Which words decide, and with which weights.</summary>
/// <param name="Version">Told apart from all other rules by it.</param>
/// <param name="Words">Numbers of the words in use, ascending.</param>
/// <param name="Weights">W, [C, words in use].</param>
/// <param name="Classes">C.</param>
/// <param name="IsFitted">Whether W was fitted anew for what was left out.</param>
internal sealed record DecisionRule(int Version, IReadOnlyList<int> Words, float[] Weights, int Classes, bool IsFitted)
{
    private readonly Dictionary<int, int> positions = Words.Index().ToDictionary(entry => entry.Item, entry => entry.Index);

    public bool Uses(int word) => positions.ContainsKey(word);

    /// <summary>W[c, word]; 0 for a word out of use.</summary>
    public float Weight(int c, int word) => positions.TryGetValue(word, out int at) ? Weights[(c * Words.Count) + at] : 0;

    /// <summary>The logits for the similarities of all words of the run.</summary>
    public float[] Logits(ReadOnlySpan<float> similarities)
    {
        float[] logits = new float[Classes];
        for (int c = 0; c < Classes; c++)
        {
            double sum = 0;
            for (int i = 0; i < Words.Count; i++) sum += (double)Weights[(c * Words.Count) + i] * similarities[Words[i]];
            logits[c] = (float)sum;
        }

        return logits;
    }
}
