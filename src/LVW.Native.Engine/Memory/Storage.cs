namespace LVW.Native.Engine.Memory;

/// <summary>A block of 4-byte elements in a device's memory; what kernels read and write.</summary>
public abstract class Storage
{
    /// <summary>Creates the description of a block.</summary>
    /// <param name="capacity">Elements the block can hold.</param>
    protected Storage(long capacity) => Capacity = capacity;

    /// <summary>Elements the block can hold; at least <see cref="Length"/>.</summary>
    public long Capacity { get; private protected set; }

    /// <summary>Elements in use.</summary>
    public long Length { get; internal set; }

    /// <summary>Counts the times that the values were replaced from outside of ops: whoever keeps something derived from a parameter compares it.</summary>
    internal long Version { get; private set; }

    /// <summary>Says that the values are about to be other ones.</summary>
    internal void Touch() => Version++;
}
