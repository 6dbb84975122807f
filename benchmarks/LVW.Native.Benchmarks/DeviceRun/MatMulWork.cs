using LVW.Native.Engine;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>Square matrix products.</summary>
internal static class MatMulWork
{
    public static void Run(Bench bench)
    {
        foreach (int n in bench.Small ? new[] { 128, 256, 512 } : [1024, 2048, 4096, 8192]) Run(bench, n);
    }

    private static void Run(Bench bench, int n)
    {
        if (!bench.HasTime) return;
        using Parameter a = Values.Normal(bench.Device, [n, n], 1, requiresGradient: false);
        using Parameter b = Values.Normal(bench.Device, [n, n], 2, requiresGradient: false);
        bench.Time($"matmul {n}", Multiply, gflop: 2e-9 * n * n * n, gigabytes: 12e-9 * n * n);

        void Multiply()
        {
            using Step step = bench.Device.BeginInference();
            a.In(step).MatMul(b.In(step));
        }
    }
}
