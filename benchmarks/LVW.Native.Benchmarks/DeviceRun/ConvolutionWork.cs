using LVW.Native.Engine;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>Every distinct convolution of ResNet-34 at 224²: forward and both gradients, each by itself.</summary>
internal static class ConvolutionWork
{
    private static readonly Layer[] Layers =
    [
        new(Side: 224, C: 3, K: 64, Kernel: 7, Stride: 2, Count: 1),
        new(Side: 56, C: 64, K: 64, Kernel: 3, Stride: 1, Count: 6),
        new(Side: 56, C: 64, K: 128, Kernel: 3, Stride: 2, Count: 1),
        new(Side: 56, C: 64, K: 128, Kernel: 1, Stride: 2, Count: 1),
        new(Side: 28, C: 128, K: 128, Kernel: 3, Stride: 1, Count: 7),
        new(Side: 28, C: 128, K: 256, Kernel: 3, Stride: 2, Count: 1),
        new(Side: 28, C: 128, K: 256, Kernel: 1, Stride: 2, Count: 1),
        new(Side: 14, C: 256, K: 256, Kernel: 3, Stride: 1, Count: 11),
        new(Side: 14, C: 256, K: 512, Kernel: 3, Stride: 2, Count: 1),
        new(Side: 14, C: 256, K: 512, Kernel: 1, Stride: 2, Count: 1),
        new(Side: 7, C: 512, K: 512, Kernel: 3, Stride: 1, Count: 5),
    ];

    public static void Run(Bench bench)
    {
        foreach (Layer layer in Layers) Run(bench, layer, batch: bench.Small ? 1 : 64);
    }

    private static void Run(Bench bench, Layer layer, int batch)
    {
        if (!bench.HasTime) return;
        int side = ((layer.Side + (layer.Kernel / 2 * 2) - layer.Kernel) / layer.Stride) + 1;
        using Parameter x = Values.Normal(bench.Device, [batch, layer.Side, layer.Side, layer.C], 1, requiresGradient: true);
        using Parameter w = Values.Normal(bench.Device, [layer.K, layer.Kernel, layer.Kernel, layer.C], 2, requiresGradient: true, scale: 0.05f);
        using Parameter dy = Values.Normal(bench.Device, [batch, side, side, layer.K], 3, requiresGradient: false);
        var options = new Conv2dOptions { Stride = layer.Stride, Padding = layer.Kernel / 2 };

        // The pictures themselves want no gradient in training.
        bench.TimeCalls(
            Convolve,
            "Conv2dOp",
            ("Forward", $"{layer} forward", layer.Count),
            ("InputGradient", $"{layer} input gradient", layer.C == 3 ? 0 : layer.Count),
            ("FilterGradient", $"{layer} filter gradient", layer.Count));

        void Convolve()
        {
            using Step step = bench.Device.BeginStep();
            x.In(step).Conv2d(w.In(step), options: options).Multiply(dy.In(step)).Sum().Backward();
        }
    }

    private sealed record Layer(int Side, int C, int K, int Kernel, int Stride, int Count)
    {
        public override string ToString() => $"conv {Side}x{Side} {C}-{K} {Kernel}x{Kernel}/{Stride}";
    }
}
