using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>What is measured on the test pictures.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Pictures for deletion and insertion curves, evenly over the test set; 0 means all.</summary>
    public int PerturbationPictures { get; init; } = 128;

    /// <summary>Points of a deletion or insertion curve.</summary>
    public int PerturbationSteps { get; init; } = 32;

    /// <summary>
    /// Pictures for the probes that run the network on changed pictures (removal with imputation, misalignment, stability), evenly over the test set; 0 means all.
    /// </summary>
    public int ProbePictures { get; init; } = 32;

    /// <summary>K, words that an explanation shows: what the probes, sufficiency and stability are about.</summary>
    public int ShownWords { get; init; } = 5;

    /// <summary>Share of the pictures that a model which may abstain is to answer.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>How the base model's attention is measured: a name of <c>AttentionMethods</c>; <c>score-cam</c> takes a hundred times as long as the others.</summary>
    public string Attention { get; init; } = AttentionMethods.GradCam;

    /// <summary>Pictures explained in the report, correct and wrong ones together.</summary>
    public int ReportPictures { get; init; } = 16;
}
