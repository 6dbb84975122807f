namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The words' numbers.</summary>
public sealed record WordMetrics
{
    /// <summary>P, visual words.</summary>
    public int Count { get; init; }

    /// <summary>Share of test pictures whose class is named.</summary>
    public double TestAccuracy { get; init; }

    /// <summary>Share of test pictures whose class is among the five most probable.</summary>
    public double TestTop5Accuracy { get; init; }

    /// <summary>The same share as <see cref="TestAccuracy"/> before the last projection; null where it was not measured.</summary>
    public double? TestAccuracyBeforeProjection { get; init; }

    /// <summary>Largest squared distance of a word to its own patch; null where words were not projected.</summary>
    public double? MaxProjectionDistance { get; init; }

    /// <summary>Different patches among the words.</summary>
    public int DistinctPatches { get; init; }

    /// <summary>Words that are among the K nearest of no test picture.</summary>
    public int Dead { get; init; }

    /// <summary>Words that are the nearest of no test picture; the dead ones included.</summary>
    public int NeverNearest { get; init; }

    /// <summary>Words that lie closer to a lower one than the duplicate distance.</summary>
    public int Duplicates { get; init; }

    /// <summary>Mean sharedness: normalised entropy of the classes near a word.</summary>
    public double MeanSharedness { get; init; }

    /// <summary>Share of the last layer's weights that are smaller than 0.01.</summary>
    public double SmallWeights { get; init; }

    /// <summary>Mean number of words whose positive contributions make up nine tenths of the predicted class's.</summary>
    public double? WordsForNineTenths { get; init; }

    /// <summary>Mean ratio of all contributions against the predicted class to all for it; see <see cref="ExplanationSize"/>.</summary>
    public double? NegativeToPositive { get; init; }

    /// <summary>Mean number of words that a class gives a weight of at least 0.01.</summary>
    public double? WordsPerClass { get; init; }

    /// <summary>Whether words look where their boxes are, on the pictures of the probes.</summary>
    public MisalignmentMetrics? Misalignment { get; init; }

    /// <summary>Whether words stand for parts; null where the places of parts are not known.</summary>
    public PartConsistencyMetrics? PartConsistency { get; init; }

    /// <summary>How much of an explanation stays under changes that mean nothing, on the pictures of the probes.</summary>
    public StabilityMetrics? Stability { get; init; }
}
