using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
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
    private readonly BaseTeacher teacher = new(context.Device, baseModel);
    private readonly LvwLoss loss = new(context.Settings.Loss, context.Side);
    private readonly PictureAttention? stored = context.Settings.Loss.AttentionSource == "picture" ? PictureAttention.Of(context, baseModel) : null;

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
        int frozen = phase.TrainsBackbone ? BaseStage.FrozenStages(context.Settings, model.Backbone) : model.Backbone.Stages.Count;
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
            Forward = (tape, batch, step) => Forward(tape, batch, step, settings, frozen),
            Validate = () => Validate(settings, frozen),
            AfterEpoch = epoch =>
            {
                if (phase.ProjectEveryEpochs > 0 && epoch % phase.ProjectEveryEpochs == 0 && epoch < phase.Epochs) ProjectBetween(settings, frozen);
            },
            Observer = context.Observer,
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

    private StepResult Forward(Step tape, Batch batch, long step, PhaseSettings settings, int frozen)
    {
        // Frozen stages hold the same weights in both models when the words start from the base, so the teacher's output serves both.
        int shared = context.Settings.Words.StartFromBase ? frozen : 0;
        Shape shape = [batch.Count, batch.Side, batch.Side, 3];
        BaseTeacher.Look look = teacher.At(batch.Values, shape, shared);
        Tensor features = model.Backbone.Forward(tape.Input(look.Shared.Span, look.SharedShape), shared, model.Backbone.Stages.Count);
        WordOutput output = model.Head.Read(model.Head.Embed(features));
        Tensor attention = settings.Attention ? Attention(tape, batch, step, look) : default;
        Tensor baseLogits = tape.Input(look.Logits, output.Logits.Shape);
        LossBreakdown terms = loss.Compute(model.Head, output, new LossTargets(tape.InputIndices(batch.Labels, [batch.Count]), attention, baseLogits));
        return new StepResult(terms.Total, output.Logits.Keep(), [.. terms.Terms().Where(term => term.Name != "total")]);
    }

    private Tensor Attention(Step tape, Batch batch, long step, BaseTeacher.Look look) => stored is null
        ? tape.Input(look.Attention.Values, [look.Attention.Count, look.Attention.Height, look.Attention.Width])
        : stored.ForBatch(tape, batch, step);

    private double? Validate(PhaseSettings settings, int frozen)
    {
        model.Train(false);
        double? accuracy = RunContext.Accuracy(context.Device, context.ValidationLoader, model.Forward);
        Prepare(settings, frozen);
        return accuracy;
    }

    private void ProjectBetween(PhaseSettings settings, int frozen)
    {
        model.Train(false);
        finish.Project();
        finish.FitLastLayer();
        Prepare(settings, frozen);
    }
}
