namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The base model's numbers.</summary>
public sealed record BaseMetrics
{
    /// <summary>Share of test pictures whose class is named.</summary>
    public double TestAccuracy { get; init; }

    /// <summary>Share of test pictures whose class is among the five most probable.</summary>
    public double TestTop5Accuracy { get; init; }

    /// <summary>Pictures behind the curves by the base model's own attention; null, as what follows, where they were not measured.</summary>
    public int? PerturbationPictures { get; init; }

    /// <summary>Area under the deletion curve of the base model by its own attention; lower is better.</summary>
    public double? DeletionAuc { get; init; }

    /// <summary>The same in the order of the same maps with their cells shuffled.</summary>
    public double? RandomDeletionAuc { get; init; }

    /// <summary>Area under the insertion curve of the base model by its own attention; higher is better.</summary>
    public double? InsertionAuc { get; init; }

    /// <summary>The same in the order of the same maps with their cells shuffled.</summary>
    public double? RandomInsertionAuc { get; init; }
}
