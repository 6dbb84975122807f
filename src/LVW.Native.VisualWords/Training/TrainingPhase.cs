using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>A phase of training the words, as data: how long, what moves how fast, which terms take part.</summary>
/// <param name="Name">The name in logs and checkpoints.</param>
/// <param name="Settings">Learning rates, decay, schedule, alignment.</param>
/// <param name="StepsPerEpoch">Batches in an epoch.</param>
/// <param name="FirstEpoch">Epochs of the phases before: the number of this phase's first epoch, counted from 0 over the whole run.</param>
/// <param name="ProjectEveryEpochs">Epochs of the run between projections inside the phase; 0 for none.</param>
public sealed record TrainingPhase(string Name, PhaseSettings Settings, int StepsPerEpoch, int FirstEpoch = 0, int ProjectEveryEpochs = 0)
{
    /// <summary>Whole epochs, enough for the settings' epochs and for their fewest steps.</summary>
    public int Epochs => Math.Max(Settings.Epochs, (Settings.MinimumSteps + StepsPerEpoch - 1) / StepsPerEpoch);

    /// <summary>Steps in the phase.</summary>
    public long Steps => (long)Epochs * StepsPerEpoch;

    /// <summary>Whether the backbone moves; otherwise it is frozen and stays in evaluation mode.</summary>
    public bool TrainsBackbone => Settings.BackboneLearningRate > 0;

    /// <summary>Whether words are projected after an epoch of the phase, other than its last; epochs are counted over the whole run, as the paper does.</summary>
    /// <param name="epoch">The epoch of the phase that has ended, from 1.</param>
    public bool ProjectsAfter(int epoch) => ProjectEveryEpochs > 0 && epoch < Epochs && (FirstEpoch + epoch - 1) % ProjectEveryEpochs == 0;

    /// <summary>The factor of every learning rate at a step.</summary>
    public double LearningRateFactor(long step) => Settings.Schedule switch
    {
        "cosine" => Engine.Optimizers.LearningRateSchedule.Cosine(Steps, warmupSteps: Math.Min(50, Steps / 20)).At(step),
        "step" => new Engine.Optimizers.StepDecay(5L * StepsPerEpoch, 0.1).At(step),
        _ => 1,
    };

    /// <summary>The phases of a run.</summary>
    public static IReadOnlyList<TrainingPhase> Plan(TrainingSettings settings, int stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var warm = new TrainingPhase("warm", settings.Warm, stepsPerEpoch);
        return [warm, new TrainingPhase("joint", settings.Joint, stepsPerEpoch, warm.Epochs, settings.Projection.EveryEpochs)];
    }
}
