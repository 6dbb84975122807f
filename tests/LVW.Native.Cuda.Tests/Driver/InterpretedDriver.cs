using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Testing.Ptx;

namespace LVW.Native.Cuda.Tests.Driver;

/// <summary>
/// Stands in for NVIDIA's driver in this process: a library of the driver's name, compiled from <c>driver.c</c>, whose launches are
/// interpreted. Everything above the driver is what runs on a GPU: ILGPU's runtime, the kernel cache, the launches.
/// </summary>
internal static unsafe class InterpretedDriver
{
    private const int LaunchFailed = 719;

    private static readonly ConcurrentDictionary<nint, long> Blocks = new();
    private static readonly List<PtxModule> Modules = [];
    private static readonly Lock Gate = new();

    /// <summary>Bytes that are taken.</summary>
    public static long UsedMemory => Blocks.Values.Sum();

    /// <summary>Bytes that the device holds.</summary>
    public static long MemoryLimit { get; set; } = long.MaxValue;

    /// <summary>What the last launch threw; a driver can only answer with a number.</summary>
    public static ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Compiles and loads the library; null, or why it could not be.</summary>
    public static string? Install()
    {
        string folder = Directory.CreateTempSubdirectory("lvw-cuda").FullName;
        string library = Path.Combine(folder, "libcuda.so.1");
        if (!OperatingSystem.IsLinux()) return "the stand-in for CUDA's driver is built for Linux only";
        string? compiler = new[] { "cc", "gcc", "clang" }.FirstOrDefault(OnPath);
        if (compiler is null) return "there is no NVIDIA driver, and no C compiler to build a stand-in for it (Debian: gcc)";
        using Process process = Process.Start(new ProcessStartInfo(
            compiler,
            ["-shared", "-fPIC", "-O1", "-w", "-Wl,-soname,libcuda.so.1", "-o", library, Path.Combine(AppContext.BaseDirectory, "driver.c")]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) return $"{compiler}: {errors}";
        nint handle = NativeLibrary.Load(library);
        var callbacks = new Callbacks
        {
            Allocate = &Allocate,
            Allocated = &Allocated,
            Freed = &Freed,
            Load = &Load,
            HasFunction = &HasFunction,
            Launch = &Launch,
        };
        ((delegate* unmanaged<Callbacks*, void>)NativeLibrary.GetExport(handle, "lvw_set_callbacks"))(&callbacks);
        return null;
    }

    private static bool OnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [UnmanagedCallersOnly]
    private static int Allocate(long bytes) => Blocks.Values.Sum() + bytes <= MemoryLimit ? 1 : 0;

    [UnmanagedCallersOnly]
    private static void Allocated(nint address, long bytes) => Blocks[address] = bytes;

    [UnmanagedCallersOnly]
    private static void Freed(nint address) => Blocks.TryRemove(address, out _);

    [UnmanagedCallersOnly]
    private static long Load(byte* ptx)
    {
        try
        {
            PtxModule module = PtxModule.Parse(Marshal.PtrToStringUTF8((nint)ptx)!);
            lock (Gate)
            {
                Modules.Add(module);
                return Modules.Count - 1;
            }
        }
        catch (PtxException exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            return -1;
        }
    }

    [UnmanagedCallersOnly]
    private static int HasFunction(long module, byte* name)
    {
        lock (Gate) return Modules[(int)module].Name == Marshal.PtrToStringUTF8((nint)name) ? 1 : 0;
    }

    [UnmanagedCallersOnly]
    private static int Launch(long module, int* sizes, int shared, byte* arguments, long bytes)
    {
        try
        {
            PtxModule kernel;
            lock (Gate) kernel = Modules[(int)module];
            if (bytes != kernel.ParameterBytes) throw new InvalidOperationException($"{kernel.Name}: {bytes} bytes of arguments for {kernel.ParameterBytes}.");
            var machine = new PtxMachine { WarpCollectivesOrderMemory = kernel.UsesDynamicShared };
            foreach ((nint address, long length) in Blocks) machine.MapGlobal(address, length);
            machine.Launch(kernel, new PtxGrid(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], shared), new ReadOnlySpan<byte>(arguments, (int)bytes));
            return 0;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            return LaunchFailed;
        }
    }

    private struct Callbacks
    {
        public delegate* unmanaged<long, int> Allocate;
        public delegate* unmanaged<nint, long, void> Allocated;
        public delegate* unmanaged<nint, void> Freed;
        public delegate* unmanaged<byte*, long> Load;
        public delegate* unmanaged<long, byte*, int> HasFunction;
        public delegate* unmanaged<long, int*, int, byte*, long, int> Launch;
    }
}
