namespace LVW.Native.Engine.Devices;

/// <summary>The kernels of one op, one implementation for each kind of device; created once for each device and kept there.</summary>
/// <typeparam name="TKernels">The op's contract: a few methods over blocks and a geometry.</typeparam>
public sealed class KernelSet<TKernels>
    where TKernels : class
{
    private readonly Func<CpuDevice, TKernels> cpu;

    /// <summary>Names the implementation for each kind of device.</summary>
    /// <param name="cpu">Makes the kernels for a CPU device.</param>
    public KernelSet(Func<CpuDevice, TKernels> cpu) => this.cpu = cpu;

    /// <summary>The kernels for a device.</summary>
    public TKernels For(Device device) => (TKernels)device.KernelsOf(this, static (set, device) => ((KernelSet<TKernels>)set).Create(device));

    private TKernels Create(Device device) => device switch
    {
        CpuDevice processor => cpu(processor),
        _ => throw new NotSupportedException($"{typeof(TKernels).Name}: no kernels for the device {device.Name}."),
    };
}
