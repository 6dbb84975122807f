namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>What is measured on the test pictures.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Pictures for deletion and insertion curves, evenly over the test set; 0 means all.</summary>
    public int PerturbationPictures { get; init; } = 128;

    /// <summary>Points of a deletion or insertion curve.</summary>
    public int PerturbationSteps { get; init; } = 32;

    /// <summary>Pictures explained in the report, correct and wrong ones together.</summary>
    public int ReportPictures { get; init; } = 16;
}
