using ILGPU;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Where the executing thread stands.</summary>
public static class GpuThread
{
    /// <summary>The thread's number along x over all groups; 32 bits hold it, because no block has more elements.</summary>
    public static int Index => (Grid.IdxX * Group.DimX) + Group.IdxX;
}
