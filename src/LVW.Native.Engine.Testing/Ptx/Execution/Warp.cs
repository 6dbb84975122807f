using System.Numerics;
using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>
/// 32 threads in step. Where a branch parts them, one side runs first up to the branch's post-dominator, then the other; there they meet again.
/// Collectives are thus met by all lanes at once, or never.
/// </summary>
internal sealed unsafe class Warp
{
    private readonly Launch launch;
    private readonly Program program;
    private readonly byte[] file;
    private readonly byte[] local;
    private readonly Stack<Part> parts = new();
    private uint live;
    private long steps;

    public Warp(Launch launch, int index)
    {
        this.launch = launch;
        Index = index;
        program = launch.Program;
        int threads = Math.Min(32, launch.Grid.Threads - (index * 32));
        Existing = threads == 32 ? LaneLoop.All : (1u << threads) - 1;
        file = GC.AllocateUninitializedArray<byte>(program.Registers.Size + 64, pinned: true);
        local = GC.AllocateUninitializedArray<byte>((32 * program.LocalBytes) + 16, pinned: true);
        Registers = Aligned(file, 64);
        Local = Aligned(local, 16);
        program.Registers.Initialise(Registers);
        if (program.LocalBytes > 0) local.AsSpan().Fill(0xFF);
        Copies = new AsyncCopies(launch, this);
    }

    public Launch Launch => launch;

    public int Index { get; }

    public byte* Registers { get; }

    /// <summary>The local memory of the lanes, one after the other.</summary>
    public byte* Local { get; }

    /// <summary>Lanes that are threads of the block.</summary>
    public uint Existing { get; }

    /// <summary>Lanes that have not exited.</summary>
    public uint Live => live;

    /// <summary>The instruction being executed.</summary>
    public int Pc { get; private set; }

    /// <summary>Accesses before this stamp are seen by the whole warp.</summary>
    public uint SyncStamp { get; set; }

    public AsyncCopies Copies { get; }

    /// <summary>The threads of the block whose predicate is true, at a voting barrier.</summary>
    public uint Votes { get; set; }

    public void Start()
    {
        foreach ((SpecialRegister special, int offset) in program.Registers.Specials)
        {
            for (int l = 0; l < 32; l++) ((uint*)(Registers + offset))[l] = special.Value(launch, Index, l);
        }

        live = Existing;
        steps = 0;
        SyncStamp = 0;
        Copies.Reset();
        parts.Clear();
        parts.Push(new Part(0, Existing, program.Code.Length));
    }

    /// <summary>Runs up to the next barrier (true) or to the end (false).</summary>
    public bool Run()
    {
        while (parts.TryPop(out Part part))
        {
            part.Mask &= live;
            if (part.Mask != 0 && part.Pc != part.End && Run(ref part)) return true;
        }

        return false;
    }

    private bool Run(ref Part part)
    {
        Instruction[] code = program.Code;
        Span<long> counts = launch.Counts;
        uint mask = part.Mask;
        int pc = part.Pc;
        while (pc != part.End)
        {
            ref readonly Instruction i = ref code[pc];
            uint on = i.Guard < 0 ? mask : mask & (*(uint*)(Registers + i.Guard) ^ (i.GuardNegated ? uint.MaxValue : 0));
            Pc = pc;
            counts[(int)i.Class] += BitOperations.PopCount(mask);
            if (++steps > launch.ThreadBudget) throw Fault(PtxFault.Budget, mask, $"and so a thread has executed more than {launch.ThreadBudget} instructions; is there an endless loop?");
            if (i.Kind == InstructionKind.Lanes)
            {
                if (on != 0) i.Run(this, in i, on);
                pc++;
            }
            else if (i.Kind == InstructionKind.Branch && (on == mask || on == 0))
            {
                pc = on == 0 ? pc + 1 : i.Targets[0];
            }
            else if (i.Kind == InstructionKind.Barrier && on == mask)
            {
                RequireAll(on, PtxFault.BarrierDivergence);
                parts.Push(new Part(pc + 1, mask, part.End));
                return true;
            }
            else if (!Proceed(in i, on, ref mask, ref pc, part.End))
            {
                return false;
            }
        }

        return false;
    }

    // What is rare: parted branches, exits, collectives. False where another part runs next.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Proceed(in Instruction i, uint on, ref uint mask, ref int pc, int end)
    {
        switch (i.Kind)
        {
            case InstructionKind.Branch:
                Rejoin(i.Reconvergence, mask, end);
                Add(pc + 1, mask & ~on, i.Reconvergence);
                Add(i.Targets[0], on, i.Reconvergence);
                return false;
            case InstructionKind.IndexedBranch:
                if (on != mask) throw Fault(PtxFault.WarpDivergence, mask, "is predicated, which is not supported");
                Rejoin(i.Reconvergence, mask, end);
                AddIndexed(in i, on);
                return false;
            case InstructionKind.Exit:
                live &= ~on;
                mask &= ~on;
                pc++;
                return mask != 0;
            case InstructionKind.Barrier:
                throw Fault(PtxFault.BarrierDivergence, on, "is predicated, and only some lanes of the warp come to it");
            case InstructionKind.AlignedCollective:
                RequireAll(on, PtxFault.WarpDivergence);
                if (on != LaneLoop.All) throw Fault(PtxFault.WarpDivergence, on, "needs all 32 lanes of the warp; some have exited or never existed");
                break;
            default:
                RequireNamed(in i, on);
                break;
        }

        if (on != 0) i.Run(this, in i, on);
        if (launch.CollectivesOrderMemory) SyncStamp = launch.Tick();
        pc++;
        return true;
    }

    // Lanes wait where the parts meet; if that is where this part ends, those below already wait there.
    private void Rejoin(int reconvergence, uint mask, int end)
    {
        if (reconvergence != end && reconvergence < program.Code.Length) parts.Push(new Part(reconvergence, mask, end));
    }

    private void Add(int pc, uint mask, int end)
    {
        if (pc != end && mask != 0) parts.Push(new Part(pc, mask, end));
    }

    private void AddIndexed(in Instruction i, uint on)
    {
        var index = (uint*)(Registers + i.A);
        while (on != 0)
        {
            int first = BitOperations.TrailingZeroCount(on);
            uint value = index[first];
            if (value >= i.Targets.Length) throw LaneFault(PtxFault.Trap, first, $"has {i.Targets.Length} targets and no target {value}");
            uint same = 0;
            for (uint rest = on; rest != 0; rest &= rest - 1)
            {
                int l = BitOperations.TrailingZeroCount(rest);
                if (index[l] == value) same |= 1u << l;
            }

            Add(i.Targets[value], same, i.Reconvergence);
            on &= ~same;
        }
    }

    private void RequireAll(uint on, PtxFault fault)
    {
        if (on != live) throw Fault(fault, on, $"is not met by the whole warp: lanes {Describe(live & ~on)} are elsewhere");
        if (fault == PtxFault.BarrierDivergence && live != Existing) throw Fault(fault, on, $"is not met by the whole warp: lanes {Describe(Existing & ~live)} have exited");
    }

    private void RequireNamed(in Instruction i, uint on)
    {
        if (on == 0) return;
        uint named = ((uint*)(Registers + i.C))[BitOperations.TrailingZeroCount(on)];
        uint missing = named & live & ~on;
        if (missing != 0) throw Fault(PtxFault.WarpDivergence, on, $"names lanes {Describe(missing)}, which are elsewhere");
        if ((on & ~named) != 0) throw Fault(PtxFault.WarpDivergence, on & ~named, $"does not name lanes {Describe(on & ~named)}, which execute it");
    }

    public PtxFaultException LaneFault(PtxFault fault, int lane, string detail) => launch.Fault(fault, Pc, Thread(lane), detail);

    /// <summary>The thread of a lane within its block.</summary>
    public int Thread(int lane) => (Index * 32) + lane;

    private PtxFaultException Fault(PtxFault fault, uint lanes, string detail) => LaneFault(fault, BitOperations.TrailingZeroCount(lanes), detail);

    private static string Describe(uint lanes)
        => string.Join(", ", Enumerable.Range(0, 32).Where(l => (lanes >> l & 1) != 0).Take(4)) + (BitOperations.PopCount(lanes) > 4 ? ", ..." : "");

    private static byte* Aligned(byte[] pinned, int alignment)
    {
        nint address = (nint)Unsafe.AsPointer(ref pinned[0]);
        return (byte*)((address + alignment - 1) & -(nint)alignment);
    }

    /// <summary>Lanes that are at one instruction, and where they wait for others.</summary>
    private record struct Part(int Pc, uint Mask, int End);
}
