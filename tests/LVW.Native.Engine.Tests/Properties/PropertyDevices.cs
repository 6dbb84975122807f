using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>One device for each vector width of this processor, its blocks poisoned with NaN; shared by all property tests.</summary>
public sealed class PropertyDevices : IDisposable
{
    private readonly Dictionary<SimdWidth, CpuDevice> devices
        = SimdWidths.Available.ToDictionary(width => width, width => new CpuDevice(threads: 1, width, poison: true));

    public CpuDevice this[SimdWidth width] => devices[width];

    public void Dispose()
    {
        foreach (CpuDevice device in devices.Values) device.Dispose();
    }
}
