using System.Text.Json.Serialization;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>One word's part in the decision on a picture.</summary>
public sealed record ExplainedWord
{
    /// <summary>The word's number.</summary>
    public required int Word { get; init; }

    /// <summary>The name that the word was given, or null.</summary>
    public string? Name => Source?.Name;

    /// <summary>m, squared distance at the word's closest place in the picture.</summary>
    public required double Distance { get; init; }

    /// <summary>g = s(m).</summary>
    public required double Similarity { get; init; }

    /// <summary>W[c, word] for the explained class c.</summary>
    public required double Weight { get; init; }

    /// <summary>W[c, word] · g.</summary>
    public double Contribution => Weight * Similarity;

    /// <summary>Row of the closest cell.</summary>
    public required int Row { get; init; }

    /// <summary>Column of the closest cell.</summary>
    public required int Column { get; init; }

    /// <summary>Box of the word in the model's view, in pixels of the view.</summary>
    public required PixelBox BoxInView { get; init; }

    /// <summary>The same box in pixels of the original picture.</summary>
    public required PixelBox BoxInPicture { get; init; }

    /// <summary>The training patch that the word equals; null where the words were never projected.</summary>
    public WordSource? Source { get; init; }

    /// <summary>Class of that patch's picture; null as above.</summary>
    public string? SourceClass { get; init; }

    /// <summary>The word's similarity at every cell, w × h.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public required FloatMap Map { get; init; }

    /// <summary>The word's similarity at every pixel of the view, enlarged bilinearly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public required FloatMap HeatMap { get; init; }
}
