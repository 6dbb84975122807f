using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace LVW.Native.Engine.Devices.Gpu;

/// <content>Opening a device; nothing falls back to another in silence.</content>
public sealed partial class GpuDevice
{
    // The emulation's warps and groups: one group of 256 threads at a time.
    private static readonly CPUDevice EmulatedHardware = new(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 8, numMultiprocessors: 1);

    // Two threads that ask a driver for its devices at once may be told that there are none.
    private static readonly Lock Discovery = new();

    /// <summary>Where compiled kernels are kept unless <see cref="GpuOptions.KernelCache"/> says otherwise.</summary>
    public static string DefaultKernelCache => KernelDiskCache.UsersFolder;

    /// <summary>Opens an NVIDIA GPU.</summary>
    /// <param name="index">Which one, from 0, in the driver's order.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="DeviceNotFoundException">There is none; the message says what was looked for.</exception>
    public static GpuDevice Cuda(int index = 0, GpuOptions? options = null)
    {
        options ??= new GpuOptions();
        Context context = CudaContext();
        try
        {
            var found = context.GetCudaDevices();
            if (index < 0 || index >= found.Count) throw DeviceNotFoundException.For(GpuApi.Cuda, index);
            CudaAccelerator accelerator = found[index].CreateCudaAccelerator(context);
            var translator = new CudaTranslator(context, accelerator, new KernelDiskCache(options.KernelCache));
            return Open(GpuApi.Cuda, $"cuda:{index}", options, accelerator, translator, context);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Opens an OpenCL device.</summary>
    /// <param name="index">Which one, from 0, over all platforms in the loader's order.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="DeviceNotFoundException">There is none; the message says what was looked for.</exception>
    public static GpuDevice OpenCL(int index = 0, GpuOptions? options = null)
    {
        options ??= new GpuOptions();
        Context context = OpenCLContext();
        try
        {
            var found = context.GetCLDevices();
            if (index < 0 || index >= found.Count) throw DeviceNotFoundException.For(GpuApi.OpenCL, index);
            CLAccelerator accelerator = found[index].CreateCLAccelerator(context);
            var translator = new OpenCLTranslator(context, accelerator, new KernelDiskCache(options.KernelCache));
            return Open(GpuApi.OpenCL, $"opencl:{index}", options, accelerator, translator, context);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the emulation: every thread of a group is a thread of the processor, and views check their bounds. An error in a kernel ends the
    /// process, and a barrier costs a millisecond: for tiny tests in a process of their own.
    /// </summary>
    public static GpuDevice Emulated(GpuOptions? options = null)
    {
        Context context = CompilingContext();
        CPUAccelerator accelerator = context.CreateCPUAccelerator(0, CPUAcceleratorMode.Parallel);
        return Open(GpuApi.Emulated, "emulated", options ?? new GpuOptions(), accelerator, new EmulatedTranslator(context, accelerator), context);
    }

    /// <summary>Opens a device whose memory is the processor's and whose kernels are run by <paramref name="launcher"/>: an interpreter.</summary>
    /// <param name="launcher">Makes the launcher, given the context that compiles.</param>
    /// <param name="options">How to open it.</param>
    public static GpuDevice Interpreted(Func<Context, GpuLauncher> launcher, GpuOptions? options = null)
    {
        Context context = CompilingContext();
        CPUAccelerator accelerator = context.CreateCPUAccelerator(0, CPUAcceleratorMode.Parallel);
        return new GpuDevice(
            GpuApi.Interpreted, "interpreted", options ?? new GpuOptions(), accelerator, accelerator.CreateStream(), launcher(context), context);
    }

    internal static Context CompilingContext() => Context.Create(builder => Configure(builder).CPU(EmulatedHardware));

    internal static Context CudaContext()
    {
        NativeLibraries.Prepare();
        lock (Discovery) return Context.Create(builder => IlgpuInternals.AddCudaDevices(Configure(builder), IsUsable));
    }

    internal static Context OpenCLContext()
    {
        NativeLibraries.Prepare();
        lock (Discovery) return Context.Create(builder => Configure(builder).OpenCL(IsUsable));
    }

    private static GpuDevice Open(
        GpuApi api, string name, GpuOptions options, Accelerator accelerator, KernelTranslator translator, Context context)
    {
        AcceleratorStream stream = accelerator.CreateStream();
        return new GpuDevice(api, name, options, accelerator, stream, new AcceleratorLauncher(accelerator, stream, translator), context);
    }

    // O2 keeps small arrays in registers; profiling is what gives streams their markers.
    private static Context.Builder Configure(Context.Builder builder)
        => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive).Profiling();

    // Without an instruction set the driver is older than ILGPU knows.
    private static bool IsUsable(CudaDevice device) => device is { Architecture: not null, InstructionSet: not null };

    private static bool IsUsable(CLDevice device)
    {
        if (!device.Capabilities.Float64 || device.CLStdVersion < CLBackend.MinimumVersion) return false;
        IlgpuInternals.AllowGenericAddresses(device.Capabilities);
        return true;
    }
}
