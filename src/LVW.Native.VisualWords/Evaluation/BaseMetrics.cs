namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The base model's numbers.</summary>
public sealed record BaseMetrics
{
    /// <summary>Share of test pictures whose class is named.</summary>
    public double TestAccuracy { get; init; }

    /// <summary>Share of test pictures whose class is among the five most probable.</summary>
    public double TestTop5Accuracy { get; init; }
}
