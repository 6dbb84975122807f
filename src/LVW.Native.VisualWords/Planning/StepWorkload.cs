using System.Diagnostics;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Planning;

/// <summary>
/// Steps of the stages as training makes them, on one device: the same models, frozen stages, teacher, losses and optimiser, from random weights and without a run
/// folder. On a device without values it follows the shapes.
/// </summary>
internal sealed class StepWorkload : IDisposable
{
    private readonly Device device;
    private readonly TrainingSettings settings;
    private readonly BaseClassifier baseModel;
    private readonly WordModel? words;
    private readonly BaseTeacher? teacher;
    private readonly LvwLoss loss;
    private readonly bool hasValues;
    private Adam? optimizer;
    private PhaseSettings? phase;
    private int untouched;

    public StepWorkload(Device device, TrainingSettings settings, int classes, int side, BackboneCatalogue? backbones = null)
    {
        (this.device, this.settings) = (device, settings);
        hasValues = device is not ShapeDevice;
        baseModel = ModelFiles.CreateBase(device, settings, classes, backbones);

        // A device without values can neither read labels for class-specific words nor scale weights; what stands in for them takes the same memory.
        loss = new LvwLoss(settings.Loss, side, settings.Words.Shared || !hasValues);
        if (settings.Method == Methods.BlackBox) return;
        TrainingSettings drawn = hasValues ? settings : settings with { Words = settings.Words with { OutputScale = 1 } };
        words = ModelFiles.CreateWords(device, drawn, classes, backbones);
        teacher = new BaseTeacher(device, baseModel, settings.Loss.AttentionSource == "view" ? AttentionMethods.Find(settings.Loss.AttentionMethod) : null);
    }

    /// <summary>Bytes of weights and buffers of both models.</summary>
    public long ParameterBytes => Bytes(baseModel.State()) + (words is null ? 0 : Bytes(words.State()));

    /// <summary>Bytes of the gradients of the stage that was entered.</summary>
    public long GradientBytes => Bytes(optimizer!.Groups.SelectMany(group => group.Parameters).Where(entry => entry.Parameter.RequiresGradient));

    /// <summary>Channels of each batch norm whose statistics the stage that was entered takes from the batch.</summary>
    public IReadOnlyList<int> NormalizedChannels => [.. Below(phase is null ? baseModel : words!).OfType<BatchNorm2d>().Where(norm => norm.IsTraining).Select(norm => norm.State().First().Parameter.Shape[0])];

    /// <summary>Prepares a stage: base, warm or joint.</summary>
    public void Enter(string stage)
    {
        optimizer?.Dispose();
        int frozen = BaseStage.FrozenStages(settings, baseModel.Backbone);
        phase = stage switch { "warm" => settings.Warm, "joint" => settings.Joint, _ => null };
        baseModel.Train(phase is null);
        baseModel.SetRequiresGradient(phase is null);
        if (phase is null)
        {
            baseModel.Backbone.Freeze(frozen);
            optimizer = new Adam(new ParameterGroup("all", baseModel.Parameters(""), settings.Base.BackboneLearningRate, settings.Base.WeightDecay));
            return;
        }

        frozen = phase.BackboneLearningRate > 0 ? frozen : baseModel.Backbone.Stages.Count;
        untouched = settings.Words.StartFromBase ? frozen : 0;
        words!.Train(true);
        words.SetRequiresGradient(true);
        words.Backbone.Freeze(frozen);
        words.Head.Last.RequiresGradient = phase.LastLayerLearningRate > 0;
        optimizer = new Adam(new ParameterGroup("all", words.Parameters(""), phase.AddOnLearningRate, phase.WeightDecay));
    }

    /// <summary>One step of the stage that was entered.</summary>
    public StepTimes Step(Batch batch)
    {
        long start = Stopwatch.GetTimestamp();
        using Step tape = device.BeginStep();
        (Tensor logits, Tensor total) = phase is null ? OfBase(tape, batch) : OfWords(tape, batch);
        if (hasValues)
        {
            total.Item();
            Ranking.CountRight(logits.ToArray(), batch.Labels);
        }

        long forward = Stopwatch.GetTimestamp();
        total.Backward();
        device.Synchronize();
        long backward = Stopwatch.GetTimestamp();
        optimizer!.Step();
        device.Synchronize();
        return new StepTimes(Stopwatch.GetElapsedTime(start, forward).TotalSeconds, Stopwatch.GetElapsedTime(forward, backward).TotalSeconds, Stopwatch.GetElapsedTime(backward).TotalSeconds);
    }

    public void Dispose()
    {
        optimizer?.Dispose();
        foreach (StateEntry entry in baseModel.State().Concat(words?.State() ?? [])) entry.Parameter.Dispose();
    }

    private (Tensor Logits, Tensor Total) OfBase(Step tape, Batch batch)
    {
        Tensor logits = baseModel.Forward(tape.Input(batch.Values, ShapeOf(batch)), new Philox(settings.Seed)).Keep();
        return (logits, logits.CrossEntropy(tape.InputIndices(batch.Labels, [batch.Count]), (float)settings.Base.LabelSmoothing));
    }

    private (Tensor Logits, Tensor Total) OfWords(Step tape, Batch batch)
    {
        bool views = settings.Loss.AttentionSource == "view";
        bool aligns = phase!.Attention && settings.Loss.Aligns();
        BaseTeacher.Look? look = untouched > 0 || settings.Loss.Distillation > 0 || (aligns && views) ? Look(batch) : null;
        Tensor start = look is { } seen ? tape.Input(seen.Shared.Span, seen.SharedShape) : tape.Input(batch.Values, ShapeOf(batch));
        Tensor features = words!.Backbone.Forward(start, look is null ? 0 : untouched, words.Backbone.Stages.Count);
        WordOutput output = words.Head.Read(words.Head.Embed(features), maps: aligns);
        Shape map = [batch.Count, features.Shape[1], features.Shape[2]];
        float[] maps = views && hasValues && look is { } looked ? looked.Attention.Values : new float[map.Count];
        Tensor attention = aligns ? tape.Input(maps, map) : default;
        Tensor taught = look is { } told ? tape.Input(told.Logits, output.Logits.Shape) : default;
        LossBreakdown terms = loss.Compute(words.Head, output, new LossTargets(tape.InputIndices(batch.Labels, [batch.Count]), attention, taught));
        if (hasValues)
        {
            foreach ((string _, Tensor term) in terms.Terms()) term.Item();
        }

        return (output.Logits.Keep(), terms.Total);
    }

    private BaseTeacher.Look Look(Batch batch)
    {
        if (hasValues) return teacher!.At(batch.Values, ShapeOf(batch), untouched);
        using Step step = device.BeginInference();
        Backbone backbone = baseModel.Backbone;
        Tensor early = backbone.Forward(step.Input(batch.Values, ShapeOf(batch)), 0, untouched);
        Tensor logits = baseModel.Classify(backbone.Forward(early, untouched, backbone.Stages.Count));
        return new BaseTeacher.Look(new float[early.Shape.Count], early.Shape, new float[logits.Shape.Count], default!);
    }

    private static Shape ShapeOf(Batch batch) => [batch.Count, batch.Side, batch.Side, 3];

    private static long Bytes(IEnumerable<StateEntry> entries) => sizeof(float) * entries.Sum(entry => (long)entry.Parameter.Shape.Count);

    private static IEnumerable<Module> Below(Module module) => module.Children.SelectMany(child => Below(child.Module)).Prepend(module);
}
