using ILGPU.Runtime;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>A point in the stream of a GPU.</summary>
internal sealed class GpuMark(ProfilingMarker marker) : DeviceMark
{
    public override double MicrosecondsSince(DeviceMark earlier) => marker.MeasureFrom(((GpuMark)earlier).Marker).TotalMicroseconds;

    public override void Dispose()
    {
        marker.Dispose();
        base.Dispose();
    }

    private ProfilingMarker Marker => marker;
}
