using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>The head of visual words on features of ResNet-34, with all its losses: forward and backward, down to the features.</summary>
internal static class HeadWork
{
    private const int Cells = 7;
    private const int Channels = 512;
    private const int Side = 224;
    private const int WordsPerClass = 5;

    public static void Run(Bench bench)
    {
        if (!bench.HasTime) return;
        int batch = bench.Small ? 4 : 80;
        int classes = bench.Small ? 20 : 200;
        var head = new WordHead(
            bench.Device, new Philox(1), new WordHeadOptions { FeatureChannels = Channels, Classes = classes, Words = WordsPerClass * classes });
        head.AddOn.ScaleOutput(0.1f);
        var loss = new LvwLoss(new LossSettings(), Side);
        using Parameter features = Values.Normal(bench.Device, [batch, Cells, Cells, Channels], 1, requiresGradient: true);
        using Parameter attention = Values.Uniform(bench.Device, [batch, Cells, Cells], 2);
        using Parameter teacher = Values.Normal(bench.Device, [batch, classes], 3, requiresGradient: false);
        int[] labels = [.. Enumerable.Range(0, batch).Select(n => n % classes)];
        bench.Time("head with losses", ForwardAndBackward);

        void ForwardAndBackward()
        {
            using Step step = bench.Device.BeginStep();
            WordOutput output = head.Read(head.Embed(features.In(step)));
            var targets = new LossTargets(step.InputIndices(labels, [batch]), attention.In(step), teacher.In(step));
            loss.Compute(head, output, targets).Total.Backward();
        }
    }
}
