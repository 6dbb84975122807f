using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Shuffles, votes and tensor cores.
internal sealed unsafe partial class Decoder
{
    private Instruction? DecodeWarp() => s.Name switch
    {
        "shfl" => Shuffle(),
        "vote" => Vote(),
        "activemask" => ActiveMask(),
        "mma" => Multiply(),
        "ldmatrix" => LoadMatrix(),
        _ => null,
    };

    // shfl without .sync has no mask; all lanes take part.
    private Instruction Shuffle()
    {
        bool sync = Take("sync");
        Require(sync ? 5 : 4, sync ? 5 : 4);
        Instruction i = New(PtxOpClass.Synchronise, &Collectives.Shuffle);
        i.Kind = InstructionKind.MaskedCollective;
        i.E = (int)(Take("up") ? ShuffleMode.Up : Take("down") ? ShuffleMode.Down : Take("bfly") ? ShuffleMode.Butterfly : ShuffleMode.Index);
        Take("idx");
        PtxType type = TakeType();
        if (type.Size() != 4) throw NoType(type);
        Operand destination = s.Operands[0];
        i.D = Destination(destination, type);
        i.A = Source(1, type);
        i.B = Source(2, PtxType.U32);
        i.List = [Source(3, PtxType.U32), destination.Items.Length > 0 ? Destination(destination.Items[0], PtxType.Pred) : -1];
        i.C = sync ? Source(4, PtxType.U32) : layout.Constant(uint.MaxValue, PtxSlot.Narrow);
        return i;
    }

    private Instruction Vote()
    {
        bool sync = Take("sync");
        Require(sync ? 3 : 2, sync ? 3 : 2);
        bool ballot = Take("ballot");
        bool all = Take("all");
        bool any = Take("any");
        if (!ballot && !all && !any && !Take("uni")) throw s.Unsupported("the operation is not supported.");
        PtxType type = TakeType();
        Instruction i = New(
            PtxOpClass.Synchronise,
            ballot ? &Collectives.Ballot : all ? &Collectives.VoteAll : any ? &Collectives.VoteAny : &Collectives.VoteUniform);
        i.Kind = InstructionKind.MaskedCollective;
        i.D = Destination(0, ballot ? type : PtxType.Pred);
        i.A = Source(1, PtxType.Pred);
        i.NegatedC = s.Operands[1].Negated;
        i.C = sync ? Source(2, PtxType.U32) : layout.Constant(uint.MaxValue, PtxSlot.Narrow);
        return i;
    }

    private Instruction ActiveMask()
    {
        Require(1, 1);
        Instruction i = New(PtxOpClass.Synchronise, &Collectives.ActiveMask);
        i.D = Destination(0, TakeType());
        return i;
    }

    private Instruction Multiply()
    {
        Require(4, 4);
        const string TensorFloat = "sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32";
        const string BFloat = "sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32";
        string form = string.Join('.', s.Words[1..]);
        Instruction i = New(PtxOpClass.Tensor, form switch
        {
            TensorFloat => &TensorCore.MultiplyTensorFloat,
            BFloat => &TensorCore.MultiplyBFloat,
            _ => throw s.Unsupported($"supported are mma.{TensorFloat} and mma.{BFloat}."),
        });
        taken = ulong.MaxValue;
        i.Kind = InstructionKind.AlignedCollective;
        i.List =
        [
            .. Fragment(0, 4, PtxType.F32, destination: true),
            .. Fragment(1, 4, PtxType.U32, destination: false),
            .. Fragment(2, 2, PtxType.U32, destination: false),
            .. Fragment(3, 4, PtxType.F32, destination: false),
        ];
        return i;
    }

    private Instruction LoadMatrix()
    {
        Require(2, 2);
        Ignore("sync", "aligned", "m8n8", "shared", "shared::cta", "b16");
        int matrices = Take("x4") ? 4 : Take("x2") ? 2 : 1;
        Take("x1");
        (int register, ulong offset, bool wide) = Address(s.Operands[1]);
        Instruction i = New(PtxOpClass.Shared, wide ? &TensorCore.LoadMatrix<ulong> : &TensorCore.LoadMatrix<uint>);
        i.Kind = InstructionKind.AlignedCollective;
        i.E = Take("trans") ? 1 : 0;
        i.A = register;
        i.Offset = offset;
        i.List = Fragment(0, matrices, PtxType.U32, destination: true);
        return i;
    }

    private int[] Fragment(int operand, int count, PtxType type, bool destination)
    {
        if (Elements(s.Operands[operand]).Length != count) throw s.Unsupported($"operand {operand} has {count} registers.");
        return Registers(s.Operands[operand], type, destination);
    }
}
