using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using LVW.Native.Engine.Testing.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>
/// What holds for every op of the engine, its PTX interpreted. A kernel may touch only the elements that its views name, shared memory
/// only between barriers, and no value that nobody wrote.
/// </summary>
public sealed class InterpretedPropertyTests : IDisposable
{
    private static readonly int[] Sizes = [1, 2, 6];

    private readonly GpuDevice device = PtxLauncher.OpenDevice(new GpuOptions { Poison = true });

    public static TheoryData<string> Cases() => OpPropertyTests.Cases();

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_check_holds(string name)
    {
        foreach (OpCheck check in OpCheck.All)
        {
            for (int i = 0; i < Sizes.Length; i++) check.Run(OpCatalogue.Find(name), device, (ulong)(40 + i), Sizes[i]).ThrowIfFailed();
        }
    }
}
