using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What both models say of every picture of a set, in as little memory as the metrics need; arrays are row by row.</summary>
public sealed class Predictions
{
    private readonly float[] lastLayer;
    private readonly float[] attention;
    private int attentionHeight;
    private int attentionWidth;

    private Predictions(int pictures, int nearest, float[] lastLayer, BatchReading first)
    {
        Pictures = pictures;
        Nearest = Math.Min(nearest, first.Words);
        (Classes, Words, Height, Width) = (first.Classes, first.Words, first.Height, first.Width);
        this.lastLayer = lastLayer;
        (attentionHeight, attentionWidth) = (first.Attention?.Height ?? 0, first.Attention?.Width ?? 0);
        attention = new float[pictures * attentionHeight * attentionWidth];
        Labels = new int[pictures];
        BaseLogits = first.BaseLogits.Length == 0 ? [] : new float[pictures * Classes];
        Logits = new float[pictures * Classes];
        Scores = new float[pictures * Words];
        Places = new int[pictures * Words];
        NearestWords = new int[pictures * Nearest];
        NearestMaps = new float[pictures * Nearest * Cells];
        EvidenceMaps = new float[pictures * Cells];
    }

    /// <summary>N.</summary>
    public int Pictures { get; }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>P.</summary>
    public int Words { get; }

    /// <summary>h, rows of the words' grid.</summary>
    public int Height { get; }

    /// <summary>w, columns of the words' grid.</summary>
    public int Width { get; }

    /// <summary>h · w.</summary>
    public int Cells => Height * Width;

    /// <summary>K, nearest words whose maps are kept.</summary>
    public int Nearest { get; }

    /// <summary>True classes, [N].</summary>
    public int[] Labels { get; }

    /// <summary>The base model's logits, [N, C]; empty where it was not asked.</summary>
    public float[] BaseLogits { get; }

    /// <summary>The words' logits, [N, C].</summary>
    public float[] Logits { get; }

    /// <summary>m, each word's smallest distance, [N, P].</summary>
    public float[] Scores { get; }

    /// <summary>The place of each word's smallest distance, row · w + column, [N, P].</summary>
    public int[] Places { get; }

    /// <summary>The K words with the smallest distances, nearest first, [N, K].</summary>
    public int[] NearestWords { get; }

    /// <summary>The similarity maps of those words, [N, K, h, w].</summary>
    public float[] NearestMaps { get; }

    /// <summary>Evidence for the predicted class c at each place, Σ_j max(0, W[c, j])·s_j, [N, h, w].</summary>
    public float[] EvidenceMaps { get; }

    /// <summary>The base model's attention; null where it was not asked.</summary>
    public AttentionMaps? Attention => attention.Length == 0 ? null : new AttentionMaps(Pictures, attentionHeight, attentionWidth, attention);

    /// <summary>The class that the words predict for a picture.</summary>
    public int Predicted(int picture) => Ranking.Largest(Logits.AsSpan(picture * Classes, Classes));

    /// <summary>g = ln((m + 1)/(m + ε)) of every word in every picture, [N, P].</summary>
    /// <param name="epsilon">ε.</param>
    public float[] Similarities(double epsilon) => [.. Scores.Select(distance => (float)Math.Log((distance + 1.0) / (distance + epsilon)))];

    /// <summary>Gathers readings.</summary>
    /// <param name="readings">Readings that cover positions 0 to <paramref name="pictures"/> − 1, in any order.</param>
    /// <param name="pictures">N.</param>
    /// <param name="nearest">K.</param>
    /// <param name="lastLayer">W, [C, P].</param>
    /// <param name="observe">Told of every reading, if given.</param>
    public static Predictions Gather(
        IEnumerable<BatchReading> readings, int pictures, int nearest, float[] lastLayer, Action<BatchReading>? observe = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        Predictions? predictions = null;
        foreach (BatchReading reading in readings)
        {
            predictions ??= new Predictions(pictures, nearest, lastLayer, reading);
            for (int n = 0; n < reading.Count; n++) predictions.Take(reading, n);
            observe?.Invoke(reading);
        }

        return predictions ?? throw new ArgumentException("Predictions: there are no pictures to read.", nameof(readings));
    }

    /// <summary>Evidence for a class at each place, Σ_j max(0, W[c, j])·s_j(y, x).</summary>
    /// <param name="maps">s of one picture, [h, w, P].</param>
    /// <param name="weights">W[c], P weights.</param>
    /// <param name="evidence">Receives h · w values.</param>
    internal static void FillEvidence(ReadOnlySpan<float> maps, ReadOnlySpan<float> weights, Span<float> evidence)
    {
        for (int cell = 0; cell < evidence.Length; cell++)
        {
            ReadOnlySpan<float> similarities = maps.Slice(cell * weights.Length, weights.Length);
            double sum = 0;
            for (int j = 0; j < weights.Length; j++) sum += Math.Max(0, weights[j]) * similarities[j];
            evidence[cell] = (float)sum;
        }
    }

    private void Take(BatchReading reading, int n)
    {
        int at = reading.Indices[n];
        Labels[at] = reading.Labels[n];
        Copy(reading.Logits, n, Logits, at, Classes);
        Copy(reading.Scores, n, Scores, at, Words);
        reading.Cells.AsSpan(n * Words, Words).CopyTo(Places.AsSpan(at * Words));
        if (BaseLogits.Length > 0) Copy(reading.BaseLogits, n, BaseLogits, at, Classes);
        if (reading.Attention is { } maps) maps[n].CopyTo(attention.AsSpan(at * attentionHeight * attentionWidth));
        int[] nearest = Ranking.Smallest(reading.Scores.AsSpan(n * Words, Words), Nearest);
        nearest.CopyTo(NearestWords, at * Nearest);
        for (int k = 0; k < nearest.Length; k++) reading.CopyMap(n, nearest[k], NearestMaps.AsSpan(((at * Nearest) + k) * Cells, Cells));
        ReadOnlySpan<float> weights = lastLayer.AsSpan(Predicted(at) * Words, Words);
        FillEvidence(reading.SimilarityMaps.AsSpan(n * Cells * Words, Cells * Words), weights, EvidenceMaps.AsSpan(at * Cells, Cells));
    }

    private static void Copy(float[] source, int from, float[] target, int to, int length)
        => source.AsSpan(from * length, length).CopyTo(target.AsSpan(to * length));
}
