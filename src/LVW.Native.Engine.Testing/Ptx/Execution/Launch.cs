namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>One launch: its blocks run one after the other, the warps of a block up to the next barrier in turn.</summary>
internal sealed unsafe class Launch
{
    private readonly long[] counts = new long[Enum.GetValues<PtxOpClass>().Length];
    private readonly Warp[] warps;
    private readonly byte[] parameters;

    public Launch(PtxMachine machine, PtxModule module, PtxGrid grid, ReadOnlySpan<byte> parameters, GlobalMemory global)
    {
        Program = module.Program;
        Grid = grid;
        Global = global;
        Kernel = module.Name;
        ThreadBudget = machine.ThreadBudget;
        CollectivesOrderMemory = machine.WarpCollectivesOrderMemory;
        this.parameters = GC.AllocateUninitializedArray<byte>(parameters.Length + 16, pinned: true);
        parameters.CopyTo(this.parameters);
        Shared = new SharedMemory(this, module.SharedBytes + grid.SharedBytes, Program.SharedGranule);
        warps = new Warp[(grid.Threads + 31) / 32];
        for (int i = 0; i < warps.Length; i++) warps[i] = new Warp(this, i);
    }

    public Program Program { get; }

    public PtxGrid Grid { get; }

    public GlobalMemory Global { get; }

    public SharedMemory Shared { get; }

    public string Kernel { get; }

    public long ThreadBudget { get; }

    public bool CollectivesOrderMemory { get; }

    public Span<long> Counts => counts;

    public ReadOnlySpan<byte> Parameters => parameters;

    /// <summary>The running block, counted along x first.</summary>
    public long Block { get; private set; }

    /// <summary>The time: it advances at every synchronisation.</summary>
    public uint Clock { get; private set; } = 1;

    /// <summary>The time at which the running block began.</summary>
    public uint BlockStart { get; private set; }

    /// <summary>Accesses before this time are seen by the whole block.</summary>
    public uint BlockSync { get; private set; }

    public uint Tick() => ++Clock;

    public void Run()
    {
        for (Block = 0; Block < Grid.Blocks; Block++)
        {
            BlockStart = BlockSync = Tick();
            foreach (Warp warp in warps) warp.Start();
            while (RunToBarrier()) BlockSync = Tick();
        }
    }

    /// <summary>Whether what a thread of this block did at a time is seen by a warp now.</summary>
    public bool Ordered(uint stamp, int thread, Warp warp) => stamp < BlockSync || (thread >> 5 == warp.Index && stamp < warp.SyncStamp);

    public PtxFaultException Fault(PtxFault fault, int pc, int thread, string detail)
        => new(fault, $"{Kernel}: {fault}: {Program.Describe(pc)} {detail}. {Place(Block, thread)}.");

    /// <summary>Block and thread by their coordinates.</summary>
    public string Place(long block, int thread)
    {
        long plane = (long)Grid.GridX * Grid.GridY;
        string blockAt = $"({block % Grid.GridX}, {block / Grid.GridX % Grid.GridY}, {block / plane})";
        return $"Block {blockAt}, thread ({thread % Grid.BlockX}, {thread / Grid.BlockX % Grid.BlockY}, {thread / (Grid.BlockX * Grid.BlockY)})";
    }

    private bool RunToBarrier()
    {
        int waiting = 0;
        Warp? first = null;
        foreach (Warp warp in warps)
        {
            if (!warp.Run()) continue;
            first ??= warp;
            waiting++;
            if (warp.Pc != first.Pc)
            {
                throw Fault(PtxFault.BarrierDivergence, warp.Pc, warp.Thread(0), $"is met while {Place(Block, first.Thread(0))} waits at {Program.Describe(first.Pc)}");
            }
        }

        if (first is null) return false;
        if (waiting < warps.Length)
        {
            Warp gone = warps.First(warp => warp.Live == 0);
            throw Fault(PtxFault.BarrierDivergence, first.Pc, first.Thread(0), $"waits for the whole block, but {Place(Block, gone.Thread(0))} has exited");
        }

        ref readonly Instruction barrier = ref Program.Code[first.Pc];
        if (barrier.Run != null) Vote(in barrier);
        return true;
    }

    // bar.red: the predicates of the whole block are joined, and every thread gets the result.
    private void Vote(in Instruction barrier)
    {
        uint trueThreads = 0;
        foreach (Warp warp in warps)
        {
            uint bits = *(uint*)(warp.Registers + barrier.A) ^ (barrier.NegatedC ? uint.MaxValue : 0);
            trueThreads += (uint)System.Numerics.BitOperations.PopCount(bits & warp.Existing);
        }

        foreach (Warp warp in warps)
        {
            warp.Votes = trueThreads;
            barrier.Run(warp, in barrier, warp.Existing);
        }
    }
}
