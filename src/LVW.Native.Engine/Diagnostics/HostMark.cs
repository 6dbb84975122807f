using System.Diagnostics;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>A point in the work of a device that does everything at once.</summary>
internal sealed class HostMark : DeviceMark
{
    private readonly long timestamp = Stopwatch.GetTimestamp();

    public override double MicrosecondsSince(DeviceMark earlier) => Stopwatch.GetElapsedTime(((HostMark)earlier).timestamp, timestamp).TotalMicroseconds;
}
