using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Gpu;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>Every kernel of the engine with its PTX, found and compiled once for all tests.</summary>
public sealed class KernelCensusFixture
{
    public KernelCensusFixture()
    {
        Kernels =
        [
            .. KernelCensus.Of(OpCatalogue.All, GpuPrecision.Fp32, Large, Optimize)
                .Union(KernelCensus.Of(OpCatalogue.All, GpuPrecision.Tf32, Large)),
        ];
        Texts = BudgetFile.Compile(Kernels);
    }

    public IReadOnlyList<Type> Kernels { get; }

    // Shapes of networks, which choose other tiles and more passes than the cases' small ones.
    private static void Large(GpuDevice device)
    {
        using Step step = device.BeginStep();
        Tensor row = step.Input(new float[300_000], [300_000], requiresGradient: true);
        Tensor total = row.Max() + row.Sum();
        foreach ((int side, int c, int k, int taps, int stride) in new[] { (64, 3, 64, 7, 2), (28, 64, 64, 3, 1), (28, 64, 128, 3, 2), (14, 128, 256, 1, 2), (7, 512, 512, 3, 1) })
        {
            Tensor x = step.Input(new float[4 * side * side * c], [4, side, side, c], requiresGradient: c > 3);
            Tensor w = step.Input(new float[k * taps * taps * c], [k, taps, taps, c], requiresGradient: true);
            Tensor bias = step.Input(new float[k], [k], requiresGradient: true);
            total += x.Conv2d(w, bias, new Conv2dOptions { Stride = stride, Padding = taps / 2, ReLU = true }).Sum();
            total += x.Conv2d(w, default, new Conv2dOptions { Stride = stride, Padding = taps / 2 }).Sum();
        }

        Tensor rows = step.Input(new float[128 * 512], [128, 512], requiresGradient: true);
        Tensor weight = step.Input(new float[1000 * 512], [1000, 512], requiresGradient: true);
        total += rows.Linear(weight).Sum();
        total.Backward();
    }

    // No op launches them.
    private static void Optimize(GpuDevice device)
    {
        foreach (Func<ParameterGroup, Optimizer> create in new Func<ParameterGroup, Optimizer>[] { group => new Adam(group), group => new Sgd([group]) })
        {
            using var parameter = new Parameter(device, [300]);
            using (Step step = device.BeginStep()) parameter.In(step).Square().Sum().Backward();
            using Optimizer optimizer = create(new ParameterGroup("all", [new StateEntry("w", parameter, StateLayout.Same, IsBuffer: false)], 0.1));
            optimizer.Step();
        }
    }

    public IReadOnlyDictionary<string, string> Texts { get; }
}
