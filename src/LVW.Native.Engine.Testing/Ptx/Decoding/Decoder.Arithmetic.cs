using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Integer and bit arithmetic, and the arithmetic that floats share its names with. Where the low bits of a result depend on the low bits of
// the operands alone, 16-bit operations run as 32-bit ones.
internal sealed unsafe partial class Decoder
{
    private Instruction? DecodeArithmetic()
    {
        switch (s.Name)
        {
            case "add" or "sub" or "mul" or "div" or "rem" or "min" or "max" or "and" or "or" or "xor" or "copysign": return Binary();
            case "mad" or "fma": return Ternary();
            case "neg" or "abs" or "not" or "cnot" or "popc" or "clz" or "brev": return Unary();
            case "shl" or "shr": return Shift();
            default: return null;
        }
    }

    private Instruction Binary()
    {
        Require(3, 3);
        bool wide = Take("wide");
        bool high = Take("hi");
        Take("lo");
        PtxType type = TakeType();
        if (wide) return Wide(type, hasAddend: false);
        Instruction i = New(ClassOf(type), type.IsFloat() ? FloatBinary(type) : type == PtxType.Pred ? PredicateBinary() : IntegerBinary(type, high));
        i.D = Destination(0, type);
        i.A = Source(1, type);
        i.B = Source(2, type);
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> PredicateBinary() => s.Name switch
    {
        "and" => &Predicates.And,
        "or" => &Predicates.Or,
        "xor" => &Predicates.Xor,
        _ => throw NoType(PtxType.Pred),
    };

    private delegate*<Warp, in Instruction, uint, void> IntegerBinary(PtxType type, bool high)
    {
        bool wide = type.Size() == 8;
        return s.Name switch
        {
            "add" when !Take("sat") => wide ? &LaneLoop.VectorBinary<ulong, Add<ulong>> : &LaneLoop.VectorBinary<uint, Add<uint>>,
            "sub" when !Take("sat") => wide ? &LaneLoop.VectorBinary<ulong, Subtract<ulong>> : &LaneLoop.VectorBinary<uint, Subtract<uint>>,
            "mul" when high => type switch
            {
                PtxType.U16 => &LaneLoop.Binary<uint, Low<ushort, MultiplyHigh<ushort, uint>>>,
                PtxType.S16 => &LaneLoop.Binary<uint, Low<short, MultiplyHigh<short, int>>>,
                PtxType.U32 => &LaneLoop.Binary<uint, MultiplyHigh<uint, ulong>>,
                PtxType.S32 => &LaneLoop.Binary<int, MultiplyHigh<int, long>>,
                PtxType.U64 => &LaneLoop.Binary<ulong, MultiplyHigh<ulong, UInt128>>,
                _ => &LaneLoop.Binary<long, MultiplyHigh<long, Int128>>,
            },
            "mul" => wide ? &LaneLoop.Binary<ulong, Multiply<ulong>> : &LaneLoop.VectorBinary<uint, Multiply<uint>>,
            "and" => wide ? &LaneLoop.VectorBinary<ulong, And<ulong>> : &LaneLoop.VectorBinary<uint, And<uint>>,
            "or" => wide ? &LaneLoop.VectorBinary<ulong, Or<ulong>> : &LaneLoop.VectorBinary<uint, Or<uint>>,
            "xor" => wide ? &LaneLoop.VectorBinary<ulong, Xor<ulong>> : &LaneLoop.VectorBinary<uint, Xor<uint>>,
            "div" => type switch
            {
                PtxType.U16 => &LaneLoop.Binary<uint, Low<ushort, Divide<ushort>>>,
                PtxType.S16 => &LaneLoop.Binary<uint, Low<short, Divide<short>>>,
                PtxType.U32 => &LaneLoop.Binary<uint, Divide<uint>>,
                PtxType.S32 => &LaneLoop.Binary<int, Divide<int>>,
                PtxType.U64 => &LaneLoop.Binary<ulong, Divide<ulong>>,
                _ => &LaneLoop.Binary<long, Divide<long>>,
            },
            "rem" => type switch
            {
                PtxType.U16 => &LaneLoop.Binary<uint, Low<ushort, Remainder<ushort>>>,
                PtxType.S16 => &LaneLoop.Binary<uint, Low<short, Remainder<short>>>,
                PtxType.U32 => &LaneLoop.Binary<uint, Remainder<uint>>,
                PtxType.S32 => &LaneLoop.Binary<int, Remainder<int>>,
                PtxType.U64 => &LaneLoop.Binary<ulong, Remainder<ulong>>,
                _ => &LaneLoop.Binary<long, Remainder<long>>,
            },
            "min" => type switch
            {
                PtxType.U16 => &LaneLoop.Binary<uint, Low<ushort, Minimum<ushort>>>,
                PtxType.S16 => &LaneLoop.Binary<uint, Low<short, Minimum<short>>>,
                PtxType.U32 => &LaneLoop.Binary<uint, Minimum<uint>>,
                PtxType.S32 => &LaneLoop.Binary<int, Minimum<int>>,
                PtxType.U64 => &LaneLoop.Binary<ulong, Minimum<ulong>>,
                _ => &LaneLoop.Binary<long, Minimum<long>>,
            },
            "max" => type switch
            {
                PtxType.U16 => &LaneLoop.Binary<uint, Low<ushort, Maximum<ushort>>>,
                PtxType.S16 => &LaneLoop.Binary<uint, Low<short, Maximum<short>>>,
                PtxType.U32 => &LaneLoop.Binary<uint, Maximum<uint>>,
                PtxType.S32 => &LaneLoop.Binary<int, Maximum<int>>,
                PtxType.U64 => &LaneLoop.Binary<ulong, Maximum<ulong>>,
                _ => &LaneLoop.Binary<long, Maximum<long>>,
            },
            _ => throw NoType(type),
        };
    }

    private Instruction Ternary()
    {
        Require(4, 4);
        bool wide = Take("wide");
        bool high = Take("hi");
        Take("lo");
        PtxType type = TakeType();
        if (wide) return Wide(type, hasAddend: true);
        Instruction i = New(ClassOf(type), type.IsFloat() ? FloatTernary(type) : IntegerTernary(type, high));
        i.D = Destination(0, type);
        i.A = Source(1, type);
        i.B = Source(2, type);
        i.C = Source(3, type);
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> IntegerTernary(PtxType type, bool high) => type switch
    {
        _ when s.Name == "fma" => throw NoType(type),
        PtxType.U32 when high => &LaneLoop.Ternary<uint, MultiplyHighAdd<uint, ulong>>,
        PtxType.S32 when high => &LaneLoop.Ternary<int, MultiplyHighAdd<int, long>>,
        PtxType.U64 when high => &LaneLoop.Ternary<ulong, MultiplyHighAdd<ulong, UInt128>>,
        PtxType.S64 when high => &LaneLoop.Ternary<long, MultiplyHighAdd<long, Int128>>,
        _ when high => throw NoType(type),
        PtxType.U64 or PtxType.S64 => &LaneLoop.Ternary<ulong, MultiplyAdd<ulong>>,
        _ => &LaneLoop.VectorTernary<uint, MultiplyAdd<uint>>,
    };

    private Instruction Wide(PtxType type, bool hasAddend)
    {
        Instruction i = New(PtxOpClass.Integer, type switch
        {
            PtxType.U16 => &LaneLoop.WideMultiplyAdd<ushort, uint, uint>,
            PtxType.S16 => &LaneLoop.WideMultiplyAdd<short, uint, uint>,
            PtxType.U32 => &LaneLoop.WideMultiplyAdd<uint, uint, ulong>,
            PtxType.S32 => &LaneLoop.WideMultiplyAdd<int, uint, ulong>,
            _ => throw NoType(type),
        });
        PtxType wide = type.Size() == 2 ? PtxType.U32 : PtxType.U64;
        i.D = Destination(0, wide);
        i.A = Source(1, type);
        i.B = Source(2, type);
        i.C = hasAddend ? Source(3, wide) : layout.Constant(0, wide.Slot());
        return i;
    }

    private Instruction Unary()
    {
        Require(2, 2);
        PtxType type = TakeType();
        bool wide = type.Size() == 8;
        Instruction i = New(ClassOf(type), s.Name switch
        {
            "neg" or "abs" when type.IsFloat() => FloatSign(type),
            "neg" => wide ? &LaneLoop.Unary<ulong, ulong, Negate<ulong>> : &LaneLoop.Unary<uint, uint, Negate<uint>>,
            "abs" => type switch
            {
                PtxType.S16 => &LaneLoop.Unary<uint, uint, LowUnary<short, Absolute<short>>>,
                PtxType.S32 => &LaneLoop.Unary<int, int, Absolute<int>>,
                PtxType.S64 => &LaneLoop.Unary<long, long, Absolute<long>>,
                _ => throw NoType(type),
            },
            "not" when type == PtxType.Pred => &Predicates.Not,
            "not" => wide ? &LaneLoop.Unary<ulong, ulong, Not<ulong>> : &LaneLoop.Unary<uint, uint, Not<uint>>,
            "cnot" when type.Size() == 2 => &LaneLoop.Unary<uint, uint, LowUnary<ushort, LogicalNot<ushort>>>,
            "cnot" => wide ? &LaneLoop.Unary<ulong, ulong, LogicalNot<ulong>> : &LaneLoop.Unary<uint, uint, LogicalNot<uint>>,
            "popc" => wide ? &LaneLoop.Unary<ulong, uint, PopCount<ulong>> : &LaneLoop.Unary<uint, uint, PopCount<uint>>,
            "clz" => wide ? &LaneLoop.Unary<ulong, uint, LeadingZeros<ulong>> : &LaneLoop.Unary<uint, uint, LeadingZeros<uint>>,
            _ => wide ? &LaneLoop.Unary<ulong, ulong, ReverseBits<ulong>> : &LaneLoop.Unary<uint, uint, ReverseBits<uint>>,
        });
        i.D = Destination(0, s.Name is "popc" or "clz" ? PtxType.U32 : type);
        i.A = Source(1, type);
        return i;
    }

    private Instruction Shift()
    {
        Require(3, 3);
        PtxType type = TakeType();
        Instruction i = New(PtxOpClass.Integer, (s.Name, type) switch
        {
            ("shl", PtxType.U16 or PtxType.S16) => &LaneLoop.Shift<uint, LowShift<ushort, ShiftLeft<ushort>>>,
            ("shl", PtxType.U32 or PtxType.S32) => &LaneLoop.Shift<uint, ShiftLeft<uint>>,
            ("shl", PtxType.U64 or PtxType.S64) => &LaneLoop.Shift<ulong, ShiftLeft<ulong>>,
            ("shr", PtxType.U16) => &LaneLoop.Shift<uint, LowShift<ushort, ShiftRight<ushort>>>,
            ("shr", PtxType.S16) => &LaneLoop.Shift<uint, LowShift<short, ShiftRight<short>>>,
            ("shr", PtxType.U32) => &LaneLoop.Shift<uint, ShiftRight<uint>>,
            ("shr", PtxType.S32) => &LaneLoop.Shift<int, ShiftRight<int>>,
            ("shr", PtxType.U64) => &LaneLoop.Shift<ulong, ShiftRight<ulong>>,
            ("shr", PtxType.S64) => &LaneLoop.Shift<long, ShiftRight<long>>,
            _ => throw NoType(type),
        });
        i.D = Destination(0, type);
        i.A = Source(1, type);
        i.B = Source(2, PtxType.U32);
        return i;
    }
}
