using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Branches, exits, barriers and fences.
internal sealed unsafe partial class Decoder
{
    private Instruction? DecodeControl()
    {
        switch (s.Name)
        {
            case "bra": return Branch();
            case "brx": return IndexedBranch();
            case "ret" or "exit":
                Take("uni");
                Instruction exit = New(PtxOpClass.Control, null);
                exit.Kind = InstructionKind.Exit;
                return exit;
            case "trap": return New(PtxOpClass.Control, &Collectives.Trap);
            case "bar" or "barrier": return s.Has("warp") ? WarpBarrier() : Barrier();
            case "membar" or "fence":
                Ignore("cta", "gl", "gpu", "sys", "acq_rel", "sc");
                return New(PtxOpClass.Synchronise, &Collectives.Nothing);
            case "nanosleep":
                TakeType();
                return New(PtxOpClass.Synchronise, &Collectives.Nothing);
            default: return null;
        }
    }

    private Instruction Branch()
    {
        Require(1, 1);
        Take("uni");
        Instruction i = New(PtxOpClass.Control, null);
        i.Kind = InstructionKind.Branch;
        i.Targets = [s.Scope.Target(s.Operands[0].Name, s.Line)];
        return i;
    }

    private Instruction IndexedBranch()
    {
        Require(2, 2);
        Ignore("idx", "uni");
        Instruction i = New(PtxOpClass.Control, null);
        i.Kind = InstructionKind.IndexedBranch;
        i.A = Source(0, PtxType.U32);
        i.Targets = [.. s.Scope.TargetsOf(s.Operands[1].Name, s.Line).Select(label => s.Scope.Target(label, s.Line))];
        return i;
    }

    private Instruction Barrier()
    {
        Ignore("cta", "aligned");
        if (Take("red")) return VotingBarrier();
        if (!Take("sync")) throw s.Unsupported("only bar.sync, barrier.sync and bar.red are supported.");
        Require(1, 1);
        Instruction i = New(PtxOpClass.Synchronise, null);
        i.Kind = InstructionKind.Barrier;
        return i;
    }

    private Instruction VotingBarrier()
    {
        Require(3, 3);
        bool count = Take("popc");
        bool all = Take("and");
        if (!count && !all && !Take("or")) throw s.Unsupported("the operation is not supported.");
        PtxType type = TakeType();
        Instruction i = New(PtxOpClass.Synchronise, count ? &Collectives.BarrierCount : all ? &Collectives.BarrierAnd : &Collectives.BarrierOr);
        i.Kind = InstructionKind.Barrier;
        i.D = Destination(0, count ? type : PtxType.Pred);
        i.A = Source(2, PtxType.Pred);
        i.NegatedC = s.Operands[2].Negated;
        return i;
    }

    private Instruction WarpBarrier()
    {
        Require(1, 1);
        Ignore("warp", "sync");
        Instruction i = New(PtxOpClass.Synchronise, &Collectives.WarpBarrier);
        i.Kind = InstructionKind.MaskedCollective;
        i.C = Source(0, PtxType.U32);
        return i;
    }
}
