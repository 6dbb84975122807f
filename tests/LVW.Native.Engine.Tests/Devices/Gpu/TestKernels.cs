using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Tests.Devices.Gpu;

/// <summary>Reports a fault from its third thread.</summary>
internal readonly struct FaultyKernel(ArrayView<int> fault) : IGpuKernel
{
    public void Execute()
    {
        if (GpuThread.Index != 3) return;
        fault[0] = 7;
        fault[1] = 3;
    }
}

/// <summary>Uses what no GPU has.</summary>
internal readonly struct UntranslatableKernel(int value) : IGpuKernel
{
    public void Execute()
    {
        if (value.ToString(System.Globalization.CultureInfo.InvariantCulture).Length == 100) throw new InvalidOperationException();
    }
}
