using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What an <see cref="Evaluator"/> measures.</summary>
public sealed record EvaluationOptions
{
    /// <summary>K, nearest words that make up the words' attention.</summary>
    public int NearestWords { get; init; } = 10;

    /// <summary>The resampling rule of maps; false: half-pixel centres.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Pictures that go through the networks together.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Nearest patches of each word that class histograms are made of.</summary>
    public int Neighbours { get; init; } = 30;

    /// <summary>Squared distance below which two words are duplicates; null takes ε, below which similarities hardly differ.</summary>
    public double? DuplicateDistance { get; init; }

    /// <summary>Deletion and insertion curves; null leaves them out.</summary>
    public PerturbationOptions? Perturbation { get; init; } = new();

    /// <summary>The probes that run the network on changed pictures; null leaves them out.</summary>
    public ProbeOptions? Probe { get; init; } = new();

    /// <summary>Words that an explanation shows.</summary>
    public int ShownWords { get; init; } = 5;

    /// <summary>Share of the pictures that a model which may abstain is to answer.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>The seed of everything that is drawn at random, but for the perturbation curves.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What a run's settings ask for.</summary>
    public static EvaluationOptions Of(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new EvaluationOptions
        {
            NearestWords = settings.Loss.AttentionWords,
            AlignCorners = settings.Loss.AlignCorners,
            BatchSize = settings.BatchSize,
            Perturbation = new PerturbationOptions
            {
                Pictures = settings.Evaluation.PerturbationPictures,
                Steps = settings.Evaluation.PerturbationSteps,
                Seed = settings.Seed,
            },
            Probe = new ProbeOptions { Pictures = settings.Evaluation.ProbePictures },
            ShownWords = settings.Evaluation.ShownWords,
            Coverage = settings.Evaluation.Coverage,
            Seed = settings.Seed,
        };
    }
}
