using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Memory;

/// <summary>Reaches the memory behind a block that is known to be on the CPU.</summary>
public static unsafe class CpuStorageAccess
{
    /// <summary>The first element as a float.</summary>
    public static float* Floats(this Storage storage) => Unsafe.As<CpuStorage>(storage).Pointer;

    /// <summary>The first element as an integer.</summary>
    public static int* Integers(this Storage storage) => (int*)Unsafe.As<CpuStorage>(storage).Pointer;
}
