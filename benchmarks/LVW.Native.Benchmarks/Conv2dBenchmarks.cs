using BenchmarkDotNet.Attributes;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Benchmarks;

/// <summary>Convolutions of SqueezeNet 1.1 and ResNet-34 at 224², forward alone and with both gradients.</summary>
public class Conv2dBenchmarks
{
    private const int Batch = 8;

    private CpuDevice device = null!;
    private Parameter filter = null!;
    private float[] input = [];

    [ParamsSource(nameof(Layers))]
    public Layer Shape { get; set; } = null!;

    public static IEnumerable<Layer> Layers =>
    [
        new("squeezenet conv1", 224, 3, 64, Kernel: 3, Stride: 2, Padding: 0),
        new("squeezenet fire3 expand1x1", 55, 16, 64, Kernel: 1, Stride: 1, Padding: 0),
        new("squeezenet fire3 expand3x3", 55, 16, 64, Kernel: 3, Stride: 1, Padding: 1),
        new("squeezenet fire9 expand3x3", 13, 64, 256, Kernel: 3, Stride: 1, Padding: 1),
        new("resnet34 stem", 224, 3, 64, Kernel: 7, Stride: 2, Padding: 3),
        new("resnet34 layer1", 56, 64, 64, Kernel: 3, Stride: 1, Padding: 1),
        new("resnet34 layer3", 14, 256, 256, Kernel: 3, Stride: 1, Padding: 1),
    ];

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice();
        var random = new Philox(1);
        filter = new Parameter(device, [Shape.Outputs, Shape.Kernel, Shape.Kernel, Shape.Inputs]);
        float[] weights = new float[filter.Shape.Count];
        random.FillNormal(weights, 0, 0.05f);
        filter.Set(weights);
        input = new float[Batch * Shape.Side * Shape.Side * Shape.Inputs];
        random.FillNormal(input);
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    [Benchmark]
    public void Forward()
    {
        using Step step = device.BeginInference();
        Apply(step, tracked: false);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using Step step = device.BeginStep();
        Apply(step, tracked: true).Sum().Backward();
    }

    private Tensor Apply(Step step, bool tracked)
    {
        Tensor x = step.Input(input, [Batch, Shape.Side, Shape.Side, Shape.Inputs], requiresGradient: tracked);
        return x.Conv2d(filter.In(step), options: new Conv2dOptions { Stride = Shape.Stride, Padding = Shape.Padding });
    }

    public sealed record Layer(string Name, int Side, int Inputs, int Outputs, int Kernel, int Stride, int Padding)
    {
        public override string ToString() => Name;
    }
}
