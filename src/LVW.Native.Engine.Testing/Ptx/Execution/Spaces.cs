namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>A state space: checks an access of one lane and says where the bytes are.</summary>
internal unsafe interface ISpace
{
    static abstract byte* Read(Warp warp, int lane, ulong address, int size);

    /// <summary>Checks a write of the given bytes; the caller copies them.</summary>
    static abstract byte* Write(Warp warp, int lane, ulong address, int size, byte* value);

    static abstract byte* Atomic(Warp warp, int lane, ulong address, int size);
}

internal readonly unsafe struct GlobalSpace : ISpace
{
    public static byte* Read(Warp warp, int lane, ulong address, int size) => warp.Launch.Global.Read(warp, lane, address, size);

    public static byte* Write(Warp warp, int lane, ulong address, int size, byte* value) => warp.Launch.Global.Write(warp, lane, address, size, value);

    public static byte* Atomic(Warp warp, int lane, ulong address, int size) => warp.Launch.Global.Read(warp, lane, address, size);
}

internal readonly unsafe struct SharedSpace : ISpace
{
    public static byte* Read(Warp warp, int lane, ulong address, int size) => warp.Launch.Shared.Access(warp, lane, address, size, AccessKind.Read);

    public static byte* Write(Warp warp, int lane, ulong address, int size, byte* value) => warp.Launch.Shared.Access(warp, lane, address, size, AccessKind.Write);

    public static byte* Atomic(Warp warp, int lane, ulong address, int size) => warp.Launch.Shared.Access(warp, lane, address, size, AccessKind.Atomic);
}

internal readonly unsafe struct LocalSpace : ISpace
{
    public static byte* Read(Warp warp, int lane, ulong address, int size)
    {
        ulong available = (ulong)warp.Launch.Program.LocalBytes;
        if (address > available || available - address < (ulong)size)
        {
            throw warp.LaneFault(PtxFault.OutOfBounds, lane, $"accesses {size} bytes at local address {(long)address}; the thread has {available}");
        }

        if ((address & (ulong)(size - 1)) != 0)
        {
            throw warp.LaneFault(PtxFault.Misaligned, lane, $"accesses {size} bytes at local address {address}, which is no multiple of {size}");
        }

        return warp.Local + ((ulong)lane * available) + address;
    }

    public static byte* Write(Warp warp, int lane, ulong address, int size, byte* value) => Read(warp, lane, address, size);

    public static byte* Atomic(Warp warp, int lane, ulong address, int size) => Read(warp, lane, address, size);
}

/// <summary>Generic addresses: shared and local memory are windows above the addresses of a process, all else is global.</summary>
internal readonly unsafe struct GenericSpace : ISpace
{
    public const ulong SharedWindow = 1ul << 56;
    public const ulong LocalWindow = 2ul << 56;

    private const ulong Windows = 0xFFul << 56;

    public static byte* Read(Warp warp, int lane, ulong address, int size) => (address & Windows) switch
    {
        SharedWindow => SharedSpace.Read(warp, lane, address - SharedWindow, size),
        LocalWindow => LocalSpace.Read(warp, lane, address - LocalWindow, size),
        _ => GlobalSpace.Read(warp, lane, address, size),
    };

    public static byte* Write(Warp warp, int lane, ulong address, int size, byte* value) => (address & Windows) switch
    {
        SharedWindow => SharedSpace.Write(warp, lane, address - SharedWindow, size, value),
        LocalWindow => LocalSpace.Write(warp, lane, address - LocalWindow, size, value),
        _ => GlobalSpace.Write(warp, lane, address, size, value),
    };

    public static byte* Atomic(Warp warp, int lane, ulong address, int size) => (address & Windows) switch
    {
        SharedWindow => SharedSpace.Atomic(warp, lane, address - SharedWindow, size),
        LocalWindow => LocalSpace.Atomic(warp, lane, address - LocalWindow, size),
        _ => GlobalSpace.Atomic(warp, lane, address, size),
    };
}
