using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Viewer.State;

/// <summary>What is known of a word.</summary>
internal sealed record WordFacts
{
    public required int Number { get; init; }

    public string? Name { get; init; }

    /// <summary>What became of it: in use, disabled, merged into another, pruned.</summary>
    public required string Fate { get; init; }

    /// <summary>Whether the run uses it as it stands.</summary>
    public required bool IsKept { get; init; }

    /// <summary>Whether it decides now: kept and not left out.</summary>
    public required bool IsUsed { get; init; }

    public WordSource? Source { get; init; }

    /// <summary>Its weight for each class; as the run stands, where it is left out; none where it is out of use.</summary>
    public required float[] Weights { get; init; }

    /// <summary>What a pass over the pictures has found; null where there was none.</summary>
    public double? Sharedness { get; init; }

    public int? DuplicateOf { get; init; }

    public IReadOnlyList<PatchFinding>? NearestTrain { get; init; }

    public IReadOnlyList<PatchFinding>? NearestTest { get; init; }

    /// <summary>Σ_c |W[c, word]|.</summary>
    public double Mass => Weights.Sum(weight => Math.Abs((double)weight));

    public string Title => Name is null ? $"Word {Number}" : $"Word {Number}: {Name}";
}
