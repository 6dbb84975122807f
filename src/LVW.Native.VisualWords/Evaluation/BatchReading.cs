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
}
