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

    /// <summary>A reading whose similarities are given by picture, cell and word; the logits are a class for each word and zeros.</summary>
    public static BatchReading OfSimilarities(int height, int width, int words, int classes, int count, Func<int, int, int, float> similarity)
    {
        float[][] maps = [.. Enumerable.Range(0, count).Select(n => Enumerable.Range(0, height * width * words).Select(i => similarity(n, i / words, i % words)).ToArray())];
        BatchReading reading = Of(
            height, width, words, classes, [.. maps.Select(map => map.Select(value => -value).ToArray())], [.. maps.Select(_ => new float[classes])], new int[count]);
        float[] similarities = [.. reading.Scores.Select(score => -score)];
        float[] logits = [.. Enumerable.Range(0, count * classes).Select(i => i % classes < words ? similarities[(i / classes * words) + (i % classes)] : 0)];
        return reading with { Similarities = similarities, SimilarityMaps = [.. maps.SelectMany(map => map)], Logits = logits };
    }

    public static float Similarity(float distance) => MathF.Log((distance + 1) / (distance + 1e-4f));
}
