using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.VisualWords.Planning;

/// <summary>The least that counted work can take on a device (Williams, Waterman and Patterson 2009).</summary>
public static class Roofline
{
    /// <summary>Σ over the calls of max(operations / peak, bytes / bandwidth), in seconds.</summary>
    /// <param name="calls">Calls of ops, with what they count.</param>
    /// <param name="ceilings">What the device can do at most.</param>
    public static double Seconds(IEnumerable<OpTiming> calls, DeviceCeilings ceilings)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(ceilings);
        return calls.Sum(call => Math.Max(call.Flops / ceilings.FlopsPerSecond, call.Bytes / ceilings.BytesPerSecond));
    }
}
