using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>The head of visual words on features that do not change, down to the features' gradient.</summary>
internal sealed class FixedHead
{
    private const int WordsPerClass = 5;

    private readonly WordHead head;
    private readonly LvwLoss all;
    private readonly LvwLoss two;
    private readonly Parameter features;
    private readonly Parameter attention;
    private readonly Parameter teacher;
    private readonly int[] labels;

    public FixedHead(Device device, Backbone backbone, ModelOptions options, int[] labels)
    {
        this.labels = labels;
        int cells = backbone.ReceptiveField(options.Side).Cells;
        head = new WordHead(
            device,
            new Philox(1),
            new WordHeadOptions { FeatureChannels = backbone.FeatureChannels, Classes = options.Classes, Words = WordsPerClass * options.Classes });
        head.AddOn.ScaleOutput(0.1f);
        all = new LvwLoss(new LossSettings(), options.Side);
        two = new LvwLoss(new LossSettings { Cluster = 0, Coverage = 0, L1 = 0, Distillation = 0 }, options.Side);
        features = Values.Normal(device, [options.Batch, cells, cells, backbone.FeatureChannels], 1, requiresGradient: true);
        attention = Values.Uniform(device, [options.Batch, cells, cells], 2);
        teacher = Values.Normal(device, [options.Batch, options.Classes], 3, requiresGradient: false);
    }

    /// <summary>One pass.</summary>
    /// <param name="all">Whether all losses take part, or cross-entropy and attention alone.</param>
    public void ForwardAndBackward(bool all)
    {
        using Step step = features.Device.BeginStep();
        WordOutput output = head.Read(head.Embed(features.In(step)));
        var targets = new LossTargets(step.InputIndices(labels, [labels.Length]), attention.In(step), all ? teacher.In(step) : default);
        (all ? this.all : two).Compute(head, output, targets).Total.Backward();
    }
}
