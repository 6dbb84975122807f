using System.Runtime.CompilerServices;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>How an access bears on races.</summary>
internal enum AccessKind : byte
{
    Read,
    Write,

    /// <summary>A read and write at once; two of them never race.</summary>
    Atomic,
}

/// <summary>
/// The shared memory of the running block. Beside every granule stands who wrote and read it last and when; two accesses race where no barrier
/// lies between them, which is where the earlier one is younger than the last barrier that both threads passed.
/// </summary>
internal sealed unsafe class SharedMemory
{
    private const ushort Many = ushort.MaxValue;
    private const ushort Group = 0x8000;

    private readonly Launch launch;
    private readonly byte* bytes;
    private readonly Cell[] cells;
    private readonly byte[] memory;
    private readonly int shift;

    public SharedMemory(Launch launch, int size, int granule)
    {
        this.launch = launch;
        Size = size;
        shift = granule == 1 ? 0 : 2;
        memory = GC.AllocateUninitializedArray<byte>(size + 32, pinned: true);
        bytes = (byte*)(((nint)Unsafe.AsPointer(ref memory[0]) + 15) & ~(nint)15);
        cells = new Cell[(size >> shift) + 1];
    }

    public int Size { get; }

    /// <summary>Checks an access of one thread and returns where the bytes are.</summary>
    public byte* Access(Warp warp, int lane, ulong address, int size, AccessKind kind)
    {
        ulong at = address - Parser.SharedBase;
        if (at > (ulong)Size || (ulong)Size - at < (ulong)size) throw OutOfBounds(warp, lane, address, size);
        if ((address & (ulong)(size - 1)) != 0) throw warp.LaneFault(PtxFault.Misaligned, lane, $"accesses {size} bytes at shared address {address}, which is no multiple of {size}");
        int thread = warp.Thread(lane);
        int last = (int)at + size - 1 >> shift;
        for (int i = (int)at >> shift; i <= last; i++)
        {
            ref Cell cell = ref cells[i];
            if (cell.InFlight && cell.WriteStamp >= launch.BlockStart) throw InFlight(warp, lane, in cell, address);
            if (kind != AccessKind.Write) Read(ref cell, warp, lane, thread, address, kind == AccessKind.Atomic);
            if (kind != AccessKind.Read) Write(ref cell, warp, lane, thread, address, kind == AccessKind.Atomic);
        }

        return bytes + at;
    }

    /// <summary>A <c>cp.async</c> has begun: until it has landed, nobody may access its destination.</summary>
    public void Begin(Warp warp, int lane, ulong address, int size)
    {
        Access(warp, lane, address, size, AccessKind.Write);
        int at = (int)(address - Parser.SharedBase);
        for (int i = at >> shift; i <= at + size - 1 >> shift; i++) cells[i].InFlight = true;
    }

    /// <summary>A <c>cp.async</c> lands: its thread writes now.</summary>
    public byte* Land(int thread, ulong address, int size)
    {
        int at = (int)(address - Parser.SharedBase);
        for (int i = at >> shift; i <= at + size - 1 >> shift; i++)
        {
            cells[i].InFlight = false;
            cells[i].WriteStamp = launch.Clock;
            cells[i].Writer = (ushort)thread;
        }

        return bytes + at;
    }

    private void Read(ref Cell cell, Warp warp, int lane, int thread, ulong address, bool atomic)
    {
        if (cell.WriteStamp != launch.Clock || cell.Writer != thread)
        {
            if (cell.WriteStamp < launch.BlockStart)
            {
                throw warp.LaneFault(PtxFault.Uninitialised, lane, $"reads shared address {address}, which this block has not written, or not yet: is a barrier missing?");
            }

            bool both = atomic && cell.Atomic;
            if (cell.Writer != thread && !both && !launch.Ordered(cell.WriteStamp, cell.Writer, warp)) throw Race(warp, lane, address, "written", cell.Writer, cell.WritePc);
        }

        if (cell.ReadStamp < launch.BlockSync) cell.Readers = (ushort)thread;
        else if (cell.Readers != thread && cell.Readers != Many) Join(ref cell, warp, thread);
        cell.ReadStamp = launch.Clock;
        cell.Reader = (ushort)thread;
        cell.ReadPc = (ushort)warp.Pc;
    }

    // Several readers since the last barrier: of one warp, or of many.
    private static void Join(ref Cell cell, Warp warp, int thread)
    {
        bool group = (cell.Readers & Group) != 0;
        int readersWarp = group ? cell.Readers & 0x3F : cell.Readers >> 5;
        if (readersWarp != warp.Index) cell.Readers = Many;
        else if (cell.ReadStamp < warp.SyncStamp) cell.Readers = (ushort)thread;
        else cell.Readers = (ushort)(Group | warp.Index);
    }

    private void Write(ref Cell cell, Warp warp, int lane, int thread, ulong address, bool atomic)
    {
        if (cell.WriteStamp >= launch.BlockSync && cell.Writer != thread && !(atomic && cell.Atomic) && !launch.Ordered(cell.WriteStamp, cell.Writer, warp))
        {
            throw Race(warp, lane, address, "written", cell.Writer, cell.WritePc);
        }

        if (cell.ReadStamp >= launch.BlockSync && cell.Readers != thread && !(atomic && cell.Atomic) && UnorderedReaders(in cell, warp))
        {
            throw Race(warp, lane, address, "read", cell.Reader, cell.ReadPc);
        }

        cell.WriteStamp = launch.Clock;
        cell.Writer = (ushort)thread;
        cell.WritePc = (ushort)warp.Pc;
        cell.Atomic = atomic;
        cell.InFlight = false;
    }

    private static bool UnorderedReaders(in Cell cell, Warp warp)
    {
        if (cell.Readers == Many) return true;
        int readersWarp = (cell.Readers & Group) != 0 ? cell.Readers & 0x3F : cell.Readers >> 5;
        return readersWarp != warp.Index || cell.ReadStamp >= warp.SyncStamp;
    }

    private PtxFaultException OutOfBounds(Warp warp, int lane, ulong address, int size)
        => warp.LaneFault(
            PtxFault.OutOfBounds, lane, $"accesses {size} bytes at shared address {address}; the block's {Size} bytes begin at {Parser.SharedBase}");

    private PtxFaultException InFlight(Warp warp, int lane, in Cell cell, ulong address)
        => warp.LaneFault(
            PtxFault.CopyInFlight,
            lane,
            $"accesses shared address {address} while the copy {launch.Program.Describe(cell.WritePc)} by {launch.Place(launch.Block, cell.Writer)} is in flight; cp.async.wait_group and a barrier are missing");

    private PtxFaultException Race(Warp warp, int lane, ulong address, string what, int thread, int pc)
    {
        string remedy = thread >> 5 == warp.Index ? "bar.warp.sync or bar.sync" : "bar.sync";
        return warp.LaneFault(
            PtxFault.SharedRace,
            lane,
            $"accesses shared address {address}, {what} by {launch.Place(launch.Block, thread)} with {launch.Program.Describe(pc)}; no {remedy} lies between");
    }

    private struct Cell
    {
        public uint WriteStamp;
        public uint ReadStamp;
        public ushort Writer;
        public ushort Reader;
        public ushort WritePc;
        public ushort ReadPc;

        /// <summary>One thread, <see cref="Group"/> and a warp, or <see cref="Many"/>.</summary>
        public ushort Readers;
        public bool InFlight;
        public bool Atomic;
    }
}
