using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Tests.Evaluation;

/// <summary>Readings made by hand.</summary>
internal static class Readings
{
    /// <summary>A reading of pictures whose words' distances are given, [N][h · w · P]; similarity is the usual ln((d + 1) / (d + ε)).</summary>
    public static BatchReading Of(int height, int width, int words, int classes, float[][] distances, float[][] logits, int[] labels, float[][]? baseLogits = null, AttentionMaps? attention = null)
    {
        int count = distances.Length;
        int cells = height * width;
        float[] scores = new float[count * words];
        int[] places = new int[count * words];
        Array.Fill(scores, float.PositiveInfinity);
        for (int n = 0; n < count; n++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                for (int j = 0; j < words; j++)
                {
                    float distance = distances[n][(cell * words) + j];
                    if (distance >= scores[(n * words) + j]) continue;
                    scores[(n * words) + j] = distance;
                    places[(n * words) + j] = cell;
                }
            }
        }

        float[] all = [.. distances.SelectMany(d => d)];
        return new BatchReading
        {
            Count = count,
            Classes = classes,
            Words = words,
            Height = height,
            Width = width,
            Indices = [.. Enumerable.Range(0, count)],
            Labels = labels,
            Logits = [.. logits.SelectMany(l => l)],
            BaseLogits = baseLogits is null ? [] : [.. baseLogits.SelectMany(l => l)],
            Attention = attention,
            Scores = scores,
            Cells = places,
            Similarities = [.. scores.Select(Similarity)],
            Distances = all,
            SimilarityMaps = [.. all.Select(Similarity)],
        };
    }

    public static float Similarity(float distance) => MathF.Log((distance + 1) / (distance + 1e-4f));
}
