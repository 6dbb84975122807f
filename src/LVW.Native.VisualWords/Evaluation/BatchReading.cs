using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What both models find in a batch, copied from the device; arrays are row by row.</summary>
public sealed record BatchReading
{
    /// <summary>N, pictures in the batch.</summary>
    public required int Count { get; init; }

    /// <summary>C, classes.</summary>
    public required int Classes { get; init; }

    /// <summary>P, visual words.</summary>
    public required int Words { get; init; }

    /// <summary>h, rows of the words' grid.</summary>
    public required int Height { get; init; }

    /// <summary>w, columns of the words' grid.</summary>
    public required int Width { get; init; }

    /// <summary>Position of each picture in its set.</summary>
    public required int[] Indices { get; init; }

    /// <summary>True class of each picture.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The base model's logits, [N, C]; empty where it was not asked.</summary>
    public float[] BaseLogits { get; init; } = [];

    /// <summary>The base model's attention for its predicted class; null where it was not asked.</summary>
    public AttentionMaps? Attention { get; init; }

    /// <summary>The words' logits, [N, C].</summary>
    public required float[] Logits { get; init; }

    /// <summary>m, each word's smallest distance, [N, P].</summary>
    public required float[] Scores { get; init; }

    /// <summary>g = s(m), [N, P].</summary>
    public required float[] Similarities { get; init; }

    /// <summary>The place of the smallest distance, row · w + column, [N, P].</summary>
    public required int[] Cells { get; init; }

    /// <summary>d, [N, h, w, P].</summary>
    public required float[] Distances { get; init; }

    /// <summary>s(d), [N, h, w, P].</summary>
    public required float[] SimilarityMaps { get; init; }

    /// <summary>Copies the similarity map of one word in one picture.</summary>
    /// <param name="picture">Position in the batch.</param>
    /// <param name="word">The word.</param>
    /// <param name="map">h · w values.</param>
    public void CopyMap(int picture, int word, Span<float> map)
    {
        int at = (picture * Height * Width * Words) + word;
        for (int cell = 0; cell < map.Length; cell++) map[cell] = SimilarityMaps[at + (cell * Words)];
    }

    /// <summary>The reading that a model of some of these words with another last layer gives: words never move, so that all but the logits stays.</summary>
    /// <param name="words">The words to keep, in their new order.</param>
    /// <param name="last">W of these words, [C, words].</param>
    public BatchReading OfWords(IReadOnlyList<int> words, float[] last)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(last);
        int[] kept = [.. words];
        float[] similarities = Columns(Similarities, kept);
        float[] logits = new float[Count * Classes];
        for (int i = 0; i < logits.Length; i++)
        {
            ReadOnlySpan<float> row = similarities.AsSpan(i / Classes * kept.Length, kept.Length), weights = last.AsSpan(i % Classes * kept.Length, kept.Length);
            double sum = 0;
            for (int j = 0; j < row.Length; j++) sum += (double)row[j] * weights[j];
            logits[i] = (float)sum;
        }

        return this with
        {
            Words = kept.Length,
            Logits = logits,
            Scores = Columns(Scores, kept),
            Similarities = similarities,
            Cells = Columns(Cells, kept),
            Distances = Columns(Distances, kept),
            SimilarityMaps = Columns(SimilarityMaps, kept),
        };
    }

    private T[] Columns<T>(T[] values, int[] kept)
    {
        int rows = values.Length / Words;
        T[] columns = new T[rows * kept.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = values[(i / kept.Length * Words) + kept[i % kept.Length]];
        return columns;
    }
}
