using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>Runs one phase of training the words, as its <see cref="TrainingPhase"/> describes it.</summary>
/// <param name="context">The run.</param>
/// <param name="baseModel">The base model, in evaluation mode.</param>
/// <param name="model">The words model.</param>
/// <param name="finish">Projection and last-layer fit, for phases that project between epochs.</param>
internal sealed class WordStage(RunContext context, BaseClassifier baseModel, WordModel model, WordFinish finish)
{
    private readonly BaseTeacher teacher = new(context.Device, baseModel, TargetMethod(context));
    private readonly LvwLoss loss = new(context.Settings.Loss, context.Side, context.Settings.Words.Shared, context.Ranks);
    private readonly PictureAttention? stored = context.Settings.Loss is { AttentionSource: "picture" } loss && loss.Aligns() ? PictureAttention.Of(context, baseModel) : null;

    // Stages at the front that no phase has trained: they still hold the base model's weights when the words started from it.
    private int untouched = context.Settings.Words.StartFromBase ? model.Backbone.Stages.Count : 0;

    /// <summary>Stages that a phase leaves as they are.</summary>
    public int FrozenIn(TrainingPhase phase) => phase.TrainsBackbone ? BaseStage.FrozenStages(context.Settings, model.Backbone) : model.Backbone.Stages.Count;

    /// <summary>Takes note of a phase that was run before this process began.</summary>
    public void Passed(TrainingPhase phase) => untouched = Math.Min(untouched, FrozenIn(phase));

    /// <summary>Trains from where the state stands.</summary>
    public void Run(TrainingState state, TrainingPhase phase, CancellationToken cancellation)
    {
        PhaseSettings settings = phase.Settings;
        using var optimizer = new Adam(
            new ParameterGroup("backbone", model.Backbone.Parameters("backbone."), settings.BackboneLearningRate, settings.WeightDecay),
            new ParameterGroup("addon", model.Head.AddOn.Parameters("head.addon."), settings.AddOnLearningRate, settings.WeightDecay),
            new ParameterGroup("words", model.Head.Parameters("head.").Where(entry => entry.Parameter == model.Head.Words), settings.WordLearningRate),
            new ParameterGroup("last", model.Head.Parameters("head.").Where(entry => entry.Parameter == model.Head.Last), settings.LastLayerLearningRate));
        state.Restore(model, optimizer);
        SharedTensors.FromFirst(context.Ranks, model);
        context.Normalization?.Join(model);
        int frozen = FrozenIn(phase);
        Passed(phase);
        Prepare(settings, frozen);
        new StepLoop
        {
            Device = context.Device,
            Stage = phase.Name,
            Epochs = phase.Epochs,
            Seed = context.Settings.Seed,
            Loader = context.TrainLoader,
            Model = model,
            Optimizer = optimizer,
            LearningRate = phase.LearningRateFactor,
            Forward = (tape, batch, step) => Forward(tape, batch, step, settings),
            Validate = () => Validate(settings, frozen),
            AfterEpoch = epoch =>
            {
                if (phase.ProjectsAfter(epoch)) ProjectBetween(settings, frozen, cancellation);
            },
            Observer = context.Observer,
            Ranks = context.Ranks,
            Group = context.Normalization,
        }.Run(state, cancellation);
        model.Train(false);
    }

    // Frozen stages stay in evaluation mode, so that a word equals a real patch in the saved model too.
    private void Prepare(PhaseSettings settings, int frozen)
    {
        model.Train(true);
        model.SetRequiresGradient(true);
        model.Backbone.Freeze(frozen);
        model.Head.Last.RequiresGradient = settings.LastLayerLearningRate > 0;
    }

    private StepResult Forward(Step tape, Batch batch, long step, PhaseSettings settings)
    {
        // Untouched stages hold the same weights in both models, so the teacher's output serves both.
        Shape shape = [batch.Count, batch.Side, batch.Side, 3];
        bool aligns = settings.Attention && context.Settings.Loss.Aligns();
        bool asks = untouched > 0 || context.Settings.Loss.Distillation > 0 || (aligns && stored is null);
        BaseTeacher.Look? look = asks ? teacher.At(batch.Values, shape, untouched) : null;
        Tensor start = look is { } seen ? tape.Input(seen.Shared.Span, seen.SharedShape) : tape.Input(batch.Values, shape);
        Tensor features = model.Backbone.Forward(start, untouched, model.Backbone.Stages.Count);
        WordOutput output = model.Head.Read(model.Head.Embed(features), maps: aligns);
        Tensor attention = aligns ? Attention(tape, batch, step, look) : default;
        Tensor baseLogits = look is { } taught ? tape.Input(taught.Logits, output.Logits.Shape) : default;
        LossBreakdown terms = loss.Compute(model.Head, output, new LossTargets(tape.InputIndices(batch.Labels, [batch.Count]), attention, baseLogits, batch.Share));
        return new StepResult(terms.Total, output.Logits.Keep(), [.. terms.Terms().Where(term => term.Name != "total")]);
    }

    // Stored maps were made beforehand, so the teacher need not make others at every step.
    private static IAttentionMethod? TargetMethod(RunContext context)
        => context.Settings.Loss.AttentionSource == "view" ? AttentionMethods.Find(context.Settings.Loss.AttentionMethod) : null;

    private Tensor Attention(Step tape, Batch batch, long step, BaseTeacher.Look? look)
    {
        if (stored is not null) return stored.ForBatch(tape, batch, step);
        AttentionMaps maps = look!.Value.Attention;
        return tape.Input(maps.Values, [maps.Count, maps.Height, maps.Width]);
    }

    private double? Validate(PhaseSettings settings, int frozen)
    {
        model.Train(false);
        double? accuracy = context.Accuracy(context.ValidationLoader, model.Forward);
        Prepare(settings, frozen);
        return accuracy;
    }

    private void ProjectBetween(PhaseSettings settings, int frozen, CancellationToken cancellation)
    {
        model.Train(false);
        finish.Project(cancellation);
        finish.FitLastLayer(cancellation);
        Prepare(settings, frozen);
    }
}
