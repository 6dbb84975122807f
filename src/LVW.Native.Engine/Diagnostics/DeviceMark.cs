namespace LVW.Native.Engine.Diagnostics;

/// <summary>A point in a device's work, taken without waiting for it.</summary>
public abstract class DeviceMark : IDisposable
{
    /// <summary>Microseconds of the device from an earlier mark to this one; waits until both have been reached.</summary>
    public abstract double MicrosecondsSince(DeviceMark earlier);

    /// <summary>Gives the mark back to the device.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
