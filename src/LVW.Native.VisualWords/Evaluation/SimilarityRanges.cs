using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Between which values each word's similarity g can lie, or was seen to lie.</summary>
/// <param name="Low">The smallest g of each word, [P].</param>
/// <param name="High">The largest, [P].</param>
public sealed record SimilarityRanges(float[] Low, float[] High)
{
    // Outwards by more than single precision loses, so that a range is never too narrow.
    private const double Rounding = 1e-6;

    /// <summary>
    /// What any picture whatever could give. In the cube (0, 1)^D the squared distance to a word p is at most Σ max(p², (1 − p)²), and at least that to the
    /// nearest point of the cube, 0 for a word inside it; in the unit ball at most (1 + |p|)², and at least (|p| − 1)² for a word outside it.
    /// </summary>
    public static SimilarityRanges Attainable(WordHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        float[] vectors = head.Words.ToArray();
        (int words, int depth, double epsilon) = (head.Options.Words, head.Options.Depth, head.Options.Epsilon);
        var ranges = new SimilarityRanges(new float[words], new float[words]);
        for (int j = 0; j < words; j++)
        {
            ReadOnlySpan<float> word = vectors.AsSpan(j * depth, depth);
            (double nearest, double farthest) = head.AddOn.Kind == AddOnKind.Linear ? InBall(word) : InCube(word);
            ranges.Low[j] = (float)(Math.Log((farthest + 1) / (farthest + epsilon)) * (1 - Rounding));
            ranges.High[j] = (float)(Math.Log((nearest + 1) / (nearest + epsilon)) * (1 + Rounding));
        }

        return ranges;
    }

    /// <summary>Ranges that hold nothing yet.</summary>
    /// <param name="words">P.</param>
    public static SimilarityRanges None(int words)
    {
        var ranges = new SimilarityRanges(new float[words], new float[words]);
        Array.Fill(ranges.Low, float.PositiveInfinity);
        Array.Fill(ranges.High, float.NegativeInfinity);
        return ranges;
    }

    /// <summary>Widens the ranges to hold what a reading shows.</summary>
    public void Observe(BatchReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        for (int i = 0; i < reading.Count * reading.Words; i++)
        {
            int word = i % reading.Words;
            Low[word] = Math.Min(Low[word], reading.Similarities[i]);
            High[word] = Math.Max(High[word], reading.Similarities[i]);
        }
    }

    private static (double Nearest, double Farthest) InCube(ReadOnlySpan<float> word)
    {
        (double nearest, double farthest) = (0, 0);
        foreach (float value in word)
        {
            double outside = value - Math.Clamp((double)value, 0, 1);
            nearest += outside * outside;
            farthest += Math.Max((double)value * value, (1.0 - value) * (1.0 - value));
        }

        return (nearest, farthest);
    }

    private static (double Nearest, double Farthest) InBall(ReadOnlySpan<float> word)
    {
        double squares = 0;
        foreach (float value in word) squares += (double)value * value;
        double length = Math.Sqrt(squares);
        return (Math.Pow(Math.Max(length - 1, 0), 2), Math.Pow(length + 1, 2));
    }
}
