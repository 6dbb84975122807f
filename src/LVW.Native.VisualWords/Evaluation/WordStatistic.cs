using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What a visual word is like: where it comes from, what lies near it, what it is used for.</summary>
public sealed record WordStatistic
{
    /// <summary>The word's number.</summary>
    public required int Word { get; init; }

    /// <summary>The name that the word was given, or null.</summary>
    public string? Name => Source?.Name;

    /// <summary>The patch that the word equals; null where the words were never projected.</summary>
    public WordSource? Source { get; init; }

    /// <summary>Squared distance of the word to that patch in the model as it is; null where it was not measured.</summary>
    public double? ProjectionDistance { get; init; }

    /// <summary>The word's own patch with its similarity map; null where it was not measured.</summary>
    public WordNeighbour? Own { get; init; }

    /// <summary>Nearest training patches, one for each picture, nearest first.</summary>
    public required IReadOnlyList<WordNeighbour> NearestTrain { get; init; }

    /// <summary>Nearest test patches, one for each picture, nearest first.</summary>
    public required IReadOnlyList<WordNeighbour> NearestTest { get; init; }

    /// <summary>How many of the nearest training patches belong to each class.</summary>
    public required int[] ClassHistogram { get; init; }

    /// <summary>Entropy of the histogram over ln C: 0, one class only; 1, all classes alike.</summary>
    public required double Sharedness { get; init; }

    /// <summary>W[·, word], the word's weight for each class.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Σ_c |W[c, word]|.</summary>
    public double WeightMass => Weights.Sum(weight => Math.Abs((double)weight));

    /// <summary>Test pictures to which no other word is nearer.</summary>
    public required int TimesNearest { get; init; }

    /// <summary>Test pictures that have the word among their K nearest.</summary>
    public required int TimesAmongNearest { get; init; }

    /// <summary>The first lower word that lies closer than the duplicate distance, or null.</summary>
    public int? DuplicateOf { get; init; }
}
