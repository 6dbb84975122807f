namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>How many groups of threads a kernel is launched with; the size of a group belongs to the kernel.</summary>
/// <param name="X">Groups along x, the fastest: up to 2³¹ − 1.</param>
/// <param name="Y">Groups along y, up to 65535.</param>
/// <param name="Z">Groups along z, up to 65535.</param>
public readonly record struct GpuGrid(int X, int Y = 1, int Z = 1)
{
    /// <summary>All groups.</summary>
    public long Count => (long)X * Y * Z;

    /// <summary>Enough groups along x for <paramref name="items"/> threads, one item each.</summary>
    public static GpuGrid Over(long items, int groupSize) => new(checked((int)((items + groupSize - 1) / groupSize)));
}
