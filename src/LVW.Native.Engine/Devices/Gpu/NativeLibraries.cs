using System.Reflection;
using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Finds the drivers' libraries. ILGPU asks for names that development packages install; what every machine with a driver has is the
/// versioned name.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>The name under which NVIDIA's driver is asked for.</summary>
    public const string Cuda = "cuda";

    private static readonly string[] CudaNames = ["libcuda.so.1", "libcuda.so", "nvcuda.dll", "/usr/lib/wsl/lib/libcuda.so.1"];
    private static readonly string[] OpenCLNames =
        ["libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL"];

    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>The names that are tried for an API, in order.</summary>
    public static IReadOnlyList<string> NamesFor(GpuApi api) => api == GpuApi.Cuda ? CudaNames : OpenCLNames;

    /// <summary>The first of the names that loads, or null.</summary>
    public static string? FirstThatLoads(GpuApi api)
    {
        foreach (string name in NamesFor(api))
        {
            if (!NativeLibrary.TryLoad(name, out nint handle)) continue;
            NativeLibrary.Free(handle);
            return name;
        }

        return null;
    }

    /// <summary>Makes ILGPU and this assembly find the libraries; once for the process.</summary>
    public static void Prepare() => _ = Installed.Value;

    private static bool Install()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(ILGPU.Context).Assembly, Resolve);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The host process has a resolver of its own for ILGPU; that is its business.
            return false;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string[]? names = name.Contains("cuda", StringComparison.OrdinalIgnoreCase) ? CudaNames
            : name.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) ? OpenCLNames
            : null;
        foreach (string candidate in names ?? [])
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle)) return handle;
        }

        return 0;
    }
}
