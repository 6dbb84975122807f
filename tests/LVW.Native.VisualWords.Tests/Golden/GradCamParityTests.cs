using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Attention;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

public sealed class GradCamParityTests
{
    [Fact]
    public void Maps_by_gradient_and_in_closed_form_equal_PyTorch()
    {
        GoldenFile golden = GoldenFile.Require("gradcam");
        using var device = new CpuDevice(threads: 1, poison: true);
        using var weight = new Parameter(device, golden["fc_weight"].Shape);
        using var bias = new Parameter(device, golden["fc_bias"].Shape);
        weight.Set(golden.Floats("fc_weight"));
        bias.Set(golden.Floats("fc_bias"));
        float[] features = [.. golden.ChannelsLast("features").Select(value => (float)value)];
        Shape shape = golden.ShapeChannelsLast("features");

        using Step step = device.BeginInference();
        Tensor input = step.Input(features, shape);
        float[] logits = input.GlobalAveragePool2d().Linear(weight.In(step), bias.In(step)).ToArray();
        Near.Check("logits", golden["logits"].Values, logits);
        int classes = weight.Shape[0];
        int[] targets = [.. Enumerable.Range(0, shape[0]).Select(n => Ranking.Largest(logits.AsSpan(n * classes, classes)))];

        AttentionMaps byGradient = GradCam.Compute(device, features, shape, x => x.GlobalAveragePool2d().Linear(weight.In(x.Step), bias.In(x.Step)), targets);
        Near.Check("cam by gradient", golden["cam"].Values, byGradient.Values);

        Tensor classMaps = input.Linear(weight.In(step));
        AttentionMaps closed = GradCam.FromClassMaps(classMaps.ToArray(), classMaps.Shape, targets);
        Near.Check("cam in closed form", golden["cam"].Values, closed.Values);
    }
}
