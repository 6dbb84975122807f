using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Moves, selections and comparisons.
internal sealed unsafe partial class Decoder
{
    private Instruction? DecodeMove() => s.Name switch
    {
        "mov" => Move(),
        "cvta" => AddressCast(),
        "selp" => Select(),
        "setp" => Compare(),
        "testp" => Test(),
        "cvt" => Convert(),
        _ => null,
    };

    private Instruction Move()
    {
        Require(2, 2);
        PtxType type = TakeType();
        if (s.Operands[0].Kind == OperandKind.Vector || s.Operands[1].Kind == OperandKind.Vector) return PackedMove(type);
        Instruction i = New(PtxOpClass.Move, type.Slot() switch
        {
            PtxSlot.Predicate => &Predicates.Move,
            PtxSlot.Narrow => &LaneLoop.Move<uint>,
            _ => &LaneLoop.Move<ulong>,
        });
        i.D = Destination(0, type);
        i.A = Source(1, type);
        return i;
    }

    private Instruction PackedMove(PtxType type)
    {
        bool pack = s.Operands[1].Kind == OperandKind.Vector;
        Operand[] items = s.Operands[pack ? 1 : 0].Items;
        if (items.Length != 2 || type.Size() < 4) throw s.Unsupported("only pairs of halves can be packed.");
        bool wide = type.Size() == 8;
        PtxType half = wide ? PtxType.U32 : PtxType.U16;
        Instruction i = pack
            ? New(PtxOpClass.Move, wide ? &PackedMoves.Pack<ulong> : &PackedMoves.Pack<uint>)
            : New(PtxOpClass.Move, wide ? &PackedMoves.Unpack<ulong> : &PackedMoves.Unpack<uint>);
        i.E = half.Size() * 8;
        i.List = Registers(s.Operands[pack ? 1 : 0], half, destination: !pack);
        if (pack) i.D = Destination(0, type);
        else i.A = Source(1, type);
        return i;
    }

    // cvta makes a generic address of one in a space, cvta.to the opposite.
    private Instruction AddressCast()
    {
        Require(2, 2);
        bool back = Take("to");
        ulong window = Take("shared") || Take("shared::cta") ? GenericSpace.SharedWindow : Take("local") ? GenericSpace.LocalWindow : 0;
        Take("global");
        PtxType type = TakeType();
        if (type.Size() != 8) throw NoType(type);
        Instruction i = New(PtxOpClass.Move, window == 0 ? &LaneLoop.Move<ulong> : &PackedMoves.Shift);
        i.D = Destination(0, type);
        i.A = Source(1, type);
        i.Offset = back ? 0 - window : window;
        return i;
    }

    private Instruction Select()
    {
        Require(4, 4);
        PtxType type = TakeType();
        Instruction i = New(PtxOpClass.Move, type.Slot() switch
        {
            PtxSlot.Narrow => &LaneLoop.Select<uint>,
            PtxSlot.Wide => &LaneLoop.Select<ulong>,
            _ => throw NoType(type),
        });
        i.D = Destination(0, type);
        i.A = Source(1, type);
        i.B = Source(2, type);
        i.C = Source(3, PtxType.Pred);
        i.NegatedC = s.Operands[3].Negated;
        return i;
    }

    private Instruction Compare()
    {
        Require(3, 4);
        PredicateJoin join = Take("and") ? PredicateJoin.And : Take("or") ? PredicateJoin.Or : Take("xor") ? PredicateJoin.Xor : PredicateJoin.None;
        if (join != PredicateJoin.None != (s.Operands.Length == 4)) throw s.Unsupported("a joined comparison has four operands, any other three.");
        bool flush = Take("ftz");
        PtxType type = PtxTypes.Parse(s.Words[^1]);
        string comparison = s.Words.Length > 2 ? s.Words[1] : "";
        Take(comparison);
        Take(s.Words[^1]);
        Instruction i = New(PtxOpClass.Move, Comparison(comparison, type, flush));
        Operand destination = s.Operands[0];
        i.List = destination.Items.Length == 0
            ? [Destination(destination, PtxType.Pred)]
            : [Destination(destination, PtxType.Pred), Destination(destination.Items[0], PtxType.Pred)];
        i.A = Source(1, type);
        i.B = Source(2, type);
        i.E = (int)join;
        if (join == PredicateJoin.None) return i;
        i.C = Source(3, PtxType.Pred);
        i.NegatedC = s.Operands[3].Negated;
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> Comparison(string name, PtxType type, bool flush) => type switch
    {
        PtxType.U16 => Low<ushort>(name),
        PtxType.S16 => Low<short>(name),
        PtxType.U32 => Integer<uint>(name),
        PtxType.S32 => Integer<int>(name),
        PtxType.U64 => Integer<ulong>(name),
        PtxType.S64 => Integer<long>(name),
        PtxType.F32 when flush => FlushedFloat(name),
        PtxType.F32 => Float<float>(name),
        PtxType.F64 => Float<double>(name),
        _ => throw NoType(type),
    };

    private delegate*<Warp, in Instruction, uint, void> Integer<T>(string name)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
        => name switch
        {
            "eq" => &Predicates.Compare<T, Equal<T>>,
            "ne" => &Predicates.Compare<T, NotEqual<T>>,
            "lt" or "lo" => &Predicates.Compare<T, Less<T>>,
            "le" or "ls" => &Predicates.Compare<T, LessOrEqual<T>>,
            "gt" or "hi" => &Predicates.Compare<T, Greater<T>>,
            "ge" or "hs" => &Predicates.Compare<T, GreaterOrEqual<T>>,
            _ => throw s.Unsupported($".{name} compares no integers."),
        };

    private delegate*<Warp, in Instruction, uint, void> Low<T>(string name)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
        => name switch
        {
            "eq" => &Predicates.Compare<uint, LowCompare<T, Equal<T>>>,
            "ne" => &Predicates.Compare<uint, LowCompare<T, NotEqual<T>>>,
            "lt" or "lo" => &Predicates.Compare<uint, LowCompare<T, Less<T>>>,
            "le" or "ls" => &Predicates.Compare<uint, LowCompare<T, LessOrEqual<T>>>,
            "gt" or "hi" => &Predicates.Compare<uint, LowCompare<T, Greater<T>>>,
            "ge" or "hs" => &Predicates.Compare<uint, LowCompare<T, GreaterOrEqual<T>>>,
            _ => throw s.Unsupported($".{name} compares no integers."),
        };

    private delegate*<Warp, in Instruction, uint, void> Float<T>(string name)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => name switch
        {
            "eq" => &Predicates.Compare<T, Equal<T>>,
            "ne" => &Predicates.Compare<T, OrderedNotEqual<T>>,
            "lt" => &Predicates.Compare<T, Less<T>>,
            "le" => &Predicates.Compare<T, LessOrEqual<T>>,
            "gt" => &Predicates.Compare<T, Greater<T>>,
            "ge" => &Predicates.Compare<T, GreaterOrEqual<T>>,
            "equ" => &Predicates.Compare<T, Opposite<T, OrderedNotEqual<T>>>,
            "neu" => &Predicates.Compare<T, NotEqual<T>>,
            "ltu" => &Predicates.Compare<T, Opposite<T, GreaterOrEqual<T>>>,
            "leu" => &Predicates.Compare<T, Opposite<T, Greater<T>>>,
            "gtu" => &Predicates.Compare<T, Opposite<T, LessOrEqual<T>>>,
            "geu" => &Predicates.Compare<T, Opposite<T, Less<T>>>,
            "num" => &Predicates.Compare<T, Numbers<T>>,
            "nan" => &Predicates.Compare<T, Opposite<T, Numbers<T>>>,
            _ => throw s.Unsupported($".{name} compares no floats."),
        };

    private delegate*<Warp, in Instruction, uint, void> FlushedFloat(string name) => name switch
    {
        "eq" => &Predicates.Compare<float, FlushedCompare<Equal<float>>>,
        "ne" => &Predicates.Compare<float, FlushedCompare<OrderedNotEqual<float>>>,
        "lt" => &Predicates.Compare<float, FlushedCompare<Less<float>>>,
        "le" => &Predicates.Compare<float, FlushedCompare<LessOrEqual<float>>>,
        "gt" => &Predicates.Compare<float, FlushedCompare<Greater<float>>>,
        "ge" => &Predicates.Compare<float, FlushedCompare<GreaterOrEqual<float>>>,
        "equ" => &Predicates.Compare<float, Opposite<float, FlushedCompare<OrderedNotEqual<float>>>>,
        "neu" => &Predicates.Compare<float, Opposite<float, FlushedCompare<Equal<float>>>>,
        "ltu" => &Predicates.Compare<float, Opposite<float, FlushedCompare<GreaterOrEqual<float>>>>,
        "leu" => &Predicates.Compare<float, Opposite<float, FlushedCompare<Greater<float>>>>,
        "gtu" => &Predicates.Compare<float, Opposite<float, FlushedCompare<LessOrEqual<float>>>>,
        "geu" => &Predicates.Compare<float, Opposite<float, FlushedCompare<Less<float>>>>,
        "num" => &Predicates.Compare<float, Numbers<float>>,
        "nan" => &Predicates.Compare<float, Opposite<float, Numbers<float>>>,
        _ => throw s.Unsupported($".{name} compares no floats."),
    };

    private Instruction Test()
    {
        Require(2, 2);
        PtxType type = PtxTypes.Parse(s.Words[^1]);
        Take(s.Words[^1]);
        string property = s.Words.Length > 2 ? s.Words[1] : "";
        Take(property);
        Instruction i = New(PtxOpClass.Move, type switch
        {
            PtxType.F32 => Property<float>(property),
            PtxType.F64 => Property<double>(property),
            _ => throw NoType(type),
        });
        i.List = [Destination(0, PtxType.Pred)];
        i.A = i.B = Source(1, type);
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> Property<T>(string name)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        => name switch
        {
            "finite" => &Predicates.Compare<T, IsFinite<T>>,
            "infinite" => &Predicates.Compare<T, IsInfinite<T>>,
            "number" => &Predicates.Compare<T, IsNumber<T>>,
            "notanumber" => &Predicates.Compare<T, IsNotANumber<T>>,
            "normal" => &Predicates.Compare<T, IsNormal<T>>,
            "subnormal" => &Predicates.Compare<T, IsSubnormal<T>>,
            _ => throw s.Unsupported($".{name} is no property of floats."),
        };
}
