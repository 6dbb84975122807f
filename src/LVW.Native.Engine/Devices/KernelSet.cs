using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Devices;

/// <summary>The kernels of one op, one implementation for each kind of device; created once for each device and kept there.</summary>
/// <typeparam name="TKernels">The op's contract: a few methods over blocks and a geometry.</typeparam>
public sealed class KernelSet<TKernels>
    where TKernels : class
{
    private readonly Func<CpuDevice, TKernels> cpu;
    private readonly Func<GpuDevice, TKernels> gpu;

    /// <summary>Names the implementation for each kind of device.</summary>
    /// <param name="cpu">Makes the kernels for the processor.</param>
    /// <param name="gpu">Makes the kernels for a GPU.</param>
    public KernelSet(Func<CpuDevice, TKernels> cpu, Func<GpuDevice, TKernels> gpu)
    {
        this.cpu = cpu;
        this.gpu = gpu;
    }

    /// <summary>The kernels for a device.</summary>
    public TKernels For(Device device)
    {
        var kernels = (TKernels)device.KernelsOf(this, static (set, device) => ((KernelSet<TKernels>)set).Create(device));
        return device.Timings is null ? kernels : device.Timings.Timed(kernels);
    }

    private TKernels Create(Device device) => device switch
    {
        CpuDevice processor => cpu(processor),
        GpuDevice graphics => gpu(graphics),
        ShapeDevice shapes => shapes.KernelsOf<TKernels>(),
        _ => throw new NotSupportedException($"{typeof(TKernels).Name}: no kernels for the device {device.Name}."),
    };
}
