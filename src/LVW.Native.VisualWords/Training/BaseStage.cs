using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>Fine-tunes the base classifier.</summary>
/// <param name="context">The run.</param>
internal sealed class BaseStage(RunContext context)
{
    private const ulong DropoutStream = 3UL << 62;

    /// <summary>Trains from where the state stands and leaves the model in evaluation mode.</summary>
    public void Run(TrainingState state, BaseClassifier model, CancellationToken cancellation)
    {
        BaseSettings settings = context.Settings.Base;
        int frozen = FrozenStages(context.Settings, model.Backbone);
        long total = (long)settings.Epochs * context.BaseTrainLoader.BatchCount;
        var schedule = LearningRateSchedule.Cosine(total, warmupSteps: (long)(settings.WarmupFraction * total));
        using var optimizer = new Adam(
            [
                new ParameterGroup("backbone", model.Backbone.Parameters("backbone."), settings.BackboneLearningRate, settings.WeightDecay),
                new ParameterGroup("classifier", model.Classifier.Parameters("classifier."), settings.ClassifierLearningRate, settings.WeightDecay),
            ],
            new AdamOptions { DecoupledDecay = settings.DecoupledDecay });
        state.Restore(model, optimizer);
        SharedTensors.FromFirst(context.Ranks, model);
        context.Normalization?.Join(model);
        Prepare(model, frozen);
        new StepLoop
        {
            Device = context.Device,
            Stage = "base",
            Epochs = settings.Epochs,
            Seed = context.Settings.Seed,
            Loader = context.BaseTrainLoader,
            Model = model,
            Optimizer = optimizer,
            LearningRate = schedule.At,
            Forward = (tape, batch, step) => Forward(model, tape, batch, step),
            Validate = () => Validate(model, frozen),
            Observer = context.Observer,
            Ranks = context.Ranks,
            Group = context.Normalization,
        }.Run(state, cancellation);
        model.Train(false);
        model.SetRequiresGradient(false);
    }

    /// <summary>Stages of the backbone that stay as the weights file has them.</summary>
    public static int FrozenStages(TrainingSettings settings, Backbone backbone)
    {
        int frozen = settings.Weights is null ? 0 : settings.Base.FrozenStages ?? backbone.PretrainedStages;
        return frozen <= backbone.Stages.Count
            ? frozen
            : throw new SettingsException($"base.frozenStages: {frozen} were asked for but {backbone.Name} has {backbone.Stages.Count} stages.");
    }

    private static void Prepare(BaseClassifier model, int frozen)
    {
        model.Train(true);
        model.SetRequiresGradient(true);
        model.Backbone.Freeze(frozen);
    }

    private StepResult Forward(BaseClassifier model, Step tape, Batch batch, long step)
    {
        Tensor pictures = tape.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]);
        Tensor logits = model.Forward(pictures, Dropout(model, batch, step)).Keep();
        Tensor loss = logits.CrossEntropy(tape.InputIndices(batch.Labels, [batch.Count]), (float)context.Settings.Base.LabelSmoothing);
        return new StepResult(loss, logits, [("crossEntropy", loss)]);
    }

    // Where the step's pictures before these have drawn their numbers: what is dropped does not depend on who computes it.
    private Philox Dropout(BaseClassifier model, Batch batch, long step)
    {
        var random = new Philox(context.Settings.Seed, DropoutStream + (ulong)step);
        random.Reserve((long)batch.Share.First * model.Backbone.FeatureChannels);
        return random;
    }

    private double? Validate(BaseClassifier model, int frozen)
    {
        model.Train(false);
        double? accuracy = context.Accuracy(context.ValidationLoader, model.Forward);
        Prepare(model, frozen);
        return accuracy;
    }
}
