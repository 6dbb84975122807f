using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>Measures what a device can do at most: copying memory, and multiplying and adding in registers.</summary>
public static partial class CeilingProbe
{
    private const int Repetitions = 5;

    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private interface IKernels
    {
        /// <summary>Threads or lanes of independent multiply-adds that fill the device; each runs as many as <see cref="MultiplyAdd"/> is told.</summary>
        long Lanes { get; }

        void Copy(Storage source, Storage target);

        /// <summary>Runs <paramref name="rounds"/> rounds of 8 independent multiply-adds in every lane.</summary>
        void MultiplyAdd(Storage sums, int rounds);
    }

    /// <summary>Measures a device in about a second, the best of several tries.</summary>
    /// <param name="device">The device, otherwise idle.</param>
    /// <param name="copyElements">Elements to copy; far more than the caches hold. Emulated and interpreted devices copy few.</param>
    /// <param name="rounds">Rounds of multiply-adds in each lane.</param>
    public static DeviceCeilings Measure(Device device, int copyElements = 1 << 25, int rounds = 1 << 12)
    {
        ArgumentNullException.ThrowIfNull(device);
        IKernels kernels = Kernels.For(device);
        if (device is GpuDevice { Api: GpuApi.Emulated or GpuApi.Interpreted }) (copyElements, rounds) = (1 << 12, 16);
        Storage source = device.Rent(copyElements);
        Storage target = device.Rent(copyElements);
        Storage sums = device.Rent(kernels.Lanes);
        device.Clear(source);
        device.Clear(sums);
        double copy = Best(device, () => kernels.Copy(source, target));
        double arithmetic = Best(device, () => kernels.MultiplyAdd(sums, rounds));
        device.Return(sums);
        device.Return(target);
        device.Return(source);
        return new DeviceCeilings(2.0 * sizeof(float) * copyElements / copy * 1e6, 16.0 * rounds * kernels.Lanes / arithmetic * 1e6);
    }

    // Microseconds; the first run, which may compile, does not count.
    private static double Best(Device device, Action work)
    {
        work();
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repetitions; i++)
        {
            using DeviceMark start = device.Mark();
            work();
            using DeviceMark end = device.Mark();
            best = Math.Min(best, Math.Max(0.1, end.MicrosecondsSince(start)));
        }

        return best;
    }
}
