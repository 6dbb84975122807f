using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>The one function of NVIDIA's driver that ILGPU does not offer.</summary>
internal static partial class CudaDriver
{
    private const int MaxDynamicSharedSizeBytes = 8;

    /// <summary>Lets a kernel use more than 48 KB of dynamic shared memory.</summary>
    /// <exception cref="NotSupportedException">The device has less.</exception>
    public static void AllowDynamicShared(nint function, int bytes)
    {
        int error = SetAttribute(function, MaxDynamicSharedSizeBytes, bytes);
        if (error != 0)
        {
            throw new NotSupportedException($"CUDA: the device refuses {bytes} bytes of shared memory for a group (error {error}). Use --precision fp32.");
        }
    }

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuFuncSetAttribute")]
    private static partial int SetAttribute(nint function, int attribute, int value);
}
