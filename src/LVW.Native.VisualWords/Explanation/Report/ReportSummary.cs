namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>The run's numbers, each null where it was not measured; fractions are 0 to 1.</summary>
public sealed record ReportSummary
{
    /// <summary>Number of training pictures.</summary>
    public int? TrainPictures { get; init; }

    /// <summary>Number of test pictures; gives the sampling error of the accuracies.</summary>
    public int? TestPictures { get; init; }

    /// <summary>Number of classes.</summary>
    public int? Classes { get; init; }

    /// <summary>The base model's top-1 accuracy on the test pictures.</summary>
    public double? BaseAccuracy { get; init; }

    /// <summary>The words' top-1 accuracy after projection and last-layer fit.</summary>
    public double? WordsAccuracy { get; init; }

    /// <summary>The words' top-1 accuracy before projection.</summary>
    public double? WordsAccuracyBeforeProjection { get; init; }

    /// <summary>Share of test pictures on which words and base model name the same class.</summary>
    public double? Agreement { get; init; }

    /// <summary>Attention IoU of the top half of the pixels.</summary>
    public AttentionOverlap? Overlap50 { get; init; }

    /// <summary>Attention IoU of the top quarter of the pixels.</summary>
    public AttentionOverlap? Overlap25 { get; init; }

    /// <summary>Deletion: low means that the evidence shown is what the prediction rests on.</summary>
    public PerturbationScore? Deletion { get; init; }

    /// <summary>Insertion: high means that the evidence shown is what the prediction rests on.</summary>
    public PerturbationScore? Insertion { get; init; }

    /// <summary>Number of visual words.</summary>
    public int? WordCount { get; init; }

    /// <summary>Words that are the nearest word of at least one test picture.</summary>
    public int? WordsUsed { get; init; }

    /// <summary>Number of different training patches that the words are.</summary>
    public int? DistinctPatches { get; init; }

    /// <summary>Largest squared distance of a word to its own training patch in the reloaded model.</summary>
    public double? MaxProjectionDistance { get; init; }

    /// <summary>Stages in the order in which they ran, with the time each took.</summary>
    public IReadOnlyList<KeyValuePair<string, TimeSpan>> Timings { get; init; } = [];
}
