using LVW.Native.Cuda.Tests.Driver;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Cuda.Tests;

/// <summary>What holds for every op of the engine, through CUDA: on the GPU, or PTX interpreted behind a stand-in for the driver.</summary>
public sealed class CudaPropertyTests(CudaFixture fixture) : IClassFixture<CudaFixture>
{
    // Interpreted, a problem of full size takes seconds.
    private static readonly int[] InterpretedSizes = [1, 2, 5, 8];
    private static readonly int[] HardwareSizes = [1, 2, 3, 4, 6, 8, 8, 8, 8, 8, 12, 16];

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_check_holds(string name)
    {
        GpuDevice device = fixture[GpuPrecision.Fp32];
        InterpretedDriver.Failure = null;
        int[] sizes = CudaFixture.IsHardware ? HardwareSizes : InterpretedSizes;
        foreach (OpCheck check in OpCheck.All)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                CheckResult result = check.Run(OpCatalogue.Find(name), device, (ulong)i, sizes[i]);
                InterpretedDriver.Failure?.Throw();
                result.ThrowIfFailed();
            }
        }
    }

    [Theory]
    [InlineData(70, 66, 40)]
    [InlineData(33, 130, 7)]
    public void A_product_on_tensor_cores_is_that_of_float32_but_for_the_rounding_of_TF32(int rows, int columns, int depth)
    {
        float[] a = [.. Enumerable.Range(0, rows * depth).Select(i => MathF.Sin(i))];
        float[] b = [.. Enumerable.Range(0, depth * columns).Select(i => MathF.Cos(i))];
        float[] exact = Product(fixture[GpuPrecision.Fp32]);
        float[] fast = Product(fixture[GpuPrecision.Tf32]);
        InterpretedDriver.Failure?.Throw();
        double worst = exact.Zip(fast, (x, y) => Math.Abs((double)x - y)).Max();
        Assert.InRange(worst, 1e-6, 2.0 * depth / 2048);

        float[] Product(GpuDevice device)
        {
            using Step step = device.BeginInference();
            return step.Input(a, [rows, depth]).MatMul(step.Input(b, [depth, columns])).ToArray();
        }
    }
}
