using LVW.Native.Cuda.Tests.Driver;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Cuda.Tests;

/// <summary>What holds for every op of the engine, through CUDA: on the GPU, or PTX interpreted behind a stand-in for the driver.</summary>
public sealed class CudaPropertyTests(CudaFixture fixture) : IClassFixture<CudaFixture>
{
    // Interpreted, a problem of full size takes seconds.
    private static readonly int[] InterpretedSizes = [2, 4];
    private static readonly int[] HardwareSizes = [1, 2, 3, 4, 6, 8, 8, 8, 8, 8, 12, 16];

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_check_holds(string name)
    {
        GpuDevice device = fixture[GpuPrecision.Fp32];
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
}
