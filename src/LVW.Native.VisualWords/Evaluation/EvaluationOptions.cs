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
        };
    }
}
