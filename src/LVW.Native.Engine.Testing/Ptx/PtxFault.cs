namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>What a kernel did wrong.</summary>
public enum PtxFault
{
    /// <summary>An access outside the mapped regions, the shared memory of the block or the local memory of the thread.</summary>
    OutOfBounds,

    /// <summary>An address that is no multiple of the bytes accessed.</summary>
    Misaligned,

    /// <summary>Two threads of a block access the same shared bytes, one of them writes, and no barrier lies between.</summary>
    SharedRace,

    /// <summary>Two threads of a launch access the same global bytes, the first one writes, and no barrier lies between.</summary>
    GlobalRace,

    /// <summary>A read of shared memory that the block has not written.</summary>
    Uninitialised,

    /// <summary>An access to shared memory into which a <c>cp.async</c> has not been waited for.</summary>
    CopyInFlight,

    /// <summary>The threads of a block do not all come to the same barrier.</summary>
    BarrierDivergence,

    /// <summary>The threads of a warp do not all come to the same warp collective.</summary>
    WarpDivergence,

    /// <summary>A thread has executed more instructions than its budget.</summary>
    Budget,

    /// <summary>The kernel executed <c>trap</c>, or an indexed branch without a target.</summary>
    Trap,
}
