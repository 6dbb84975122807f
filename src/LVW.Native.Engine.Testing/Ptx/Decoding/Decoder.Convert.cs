using System.Numerics;
using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Conversions: cvt{.rounding}{.ftz}{.sat}.to.from.
internal sealed unsafe partial class Decoder
{
    private Instruction Convert()
    {
        bool saturate = Take("sat");
        bool flush = Take("ftz");
        if (Take("rna")) return ToTensorFloat();
        PtxType to = TakeType();
        PtxType from = TakeType();
        if (to == PtxType.BF16x2) return PackPair(from);
        Require(2, 2);
        Instruction i = New(PtxOpClass.Move, Conversion(to, from, saturate, flush));
        i.D = Destination(0, to);
        i.A = Source(1, from);
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> Conversion(PtxType to, PtxType from, bool saturate, bool flush)
    {
        if (from.IsInteger()) return to.IsInteger() ? IntegerConversion(to, from, saturate) : FromInteger(to, from);
        if (to.IsInteger()) return from switch
        {
            PtxType.F32 => ToInteger<float>(to),
            PtxType.F64 => ToInteger<double>(to),
            _ => throw NoType(from),
        };
        bool integral = Has("rni", "rzi", "rmi", "rpi");
        if (!integral && !Take("rn") && to.Size() < from.Size()) throw s.Unsupported("only rounding to nearest, .rn, is supported between floats.");
        return (to, from) switch
        {
            (PtxType.F32, PtxType.F32) when integral => Integral<float>(),
            (PtxType.F64, PtxType.F64) when integral => Integral<double>(),
            (PtxType.F32, PtxType.F32) when flush => &LaneLoop.Unary<float, float, FlushedUnary<Same<float>>>,
            (PtxType.F32, PtxType.F32) when saturate => &LaneLoop.Unary<float, float, SaturatedUnary<float, Same<float>>>,
            (PtxType.F32, PtxType.F32) => &LaneLoop.Move<float>,
            (PtxType.F64, PtxType.F64) => &LaneLoop.Move<double>,
            (PtxType.F64, PtxType.F32) => &LaneLoop.Unary<float, double, SingleToDouble>,
            (PtxType.F32, PtxType.F64) when saturate => &LaneLoop.Unary<double, float, SaturatedUnary<double, DoubleToSingle>>,
            (PtxType.F32, PtxType.F64) => &LaneLoop.Unary<double, float, DoubleToSingle>,
            (PtxType.F32, PtxType.F16) => &LaneLoop.Unary<uint, float, HalfToSingle>,
            (PtxType.F16, PtxType.F32) => &LaneLoop.Unary<float, uint, SingleToHalf>,
            (PtxType.F32, PtxType.BF16) => &LaneLoop.Unary<uint, float, BFloatToSingle>,
            (PtxType.BF16, PtxType.F32) => &LaneLoop.Unary<float, uint, SingleToBFloat>,
            _ => throw s.Unsupported($"the interpreter does not convert {from} to {to}."),
        };
    }

    private Instruction ToTensorFloat()
    {
        Require(2, 2);
        if (TakeType() != PtxType.TF32 || TakeType() != PtxType.F32) throw s.Unsupported(".rna converts f32 to tf32 only.");
        Instruction i = New(PtxOpClass.Move, &LaneLoop.Unary<uint, uint, SingleToTensorFloat>);
        i.D = Destination(0, PtxType.U32);
        i.A = Source(1, PtxType.F32);
        return i;
    }

    private Instruction PackPair(PtxType from)
    {
        Require(3, 3);
        if (!Take("rn") || from != PtxType.F32) throw s.Unsupported("pairs are converted from f32 with .rn only.");
        Instruction i = New(PtxOpClass.Move, &LaneLoop.Binary<uint, PackBFloat>);
        i.D = Destination(0, PtxType.U32);
        i.A = Source(1, PtxType.F32);
        i.B = Source(2, PtxType.F32);
        return i;
    }

    private bool Has(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (s.Has(word)) return true;
        }

        return false;
    }

    private delegate*<Warp, in Instruction, uint, void> Integral<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Take("rni")) return &LaneLoop.Unary<T, T, Rounded<T, ToNearest>>;
        if (Take("rzi")) return &LaneLoop.Unary<T, T, Rounded<T, ToZero>>;
        return Take("rmi") ? &LaneLoop.Unary<T, T, Rounded<T, Down>> : Take("rpi") ? &LaneLoop.Unary<T, T, Rounded<T, Up>> : throw s.Unsupported("a rounding is missing.");
    }

    private delegate*<Warp, in Instruction, uint, void> ToInteger<TFrom>(PtxType to)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
    {
        if (Take("rni")) return ToInteger<TFrom, ToNearest>(to);
        if (Take("rzi")) return ToInteger<TFrom, ToZero>(to);
        if (Take("rmi")) return ToInteger<TFrom, Down>(to);
        return Take("rpi") ? ToInteger<TFrom, Up>(to) : throw s.Unsupported("float to integer needs .rni, .rzi, .rmi or .rpi.");
    }

    private delegate*<Warp, in Instruction, uint, void> ToInteger<TFrom, TRounding>(PtxType to)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
        where TRounding : struct, IRounding
        => to switch
        {
            PtxType.U8 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, byte, uint, TRounding>>,
            PtxType.S8 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, sbyte, uint, TRounding>>,
            PtxType.U16 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, ushort, uint, TRounding>>,
            PtxType.S16 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, short, uint, TRounding>>,
            PtxType.U32 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, uint, uint, TRounding>>,
            PtxType.S32 => &LaneLoop.Unary<TFrom, uint, FloatToInteger<TFrom, int, uint, TRounding>>,
            PtxType.U64 => &LaneLoop.Unary<TFrom, ulong, FloatToInteger<TFrom, ulong, ulong, TRounding>>,
            _ => &LaneLoop.Unary<TFrom, ulong, FloatToInteger<TFrom, long, ulong, TRounding>>,
        };

    private delegate*<Warp, in Instruction, uint, void> FromInteger(PtxType to, PtxType from)
    {
        if (!Take("rn")) throw s.Unsupported("integer to float needs .rn; other roundings are not supported.");
        return from switch
        {
            PtxType.U8 => FromInteger<byte, uint>(to),
            PtxType.S8 => FromInteger<sbyte, uint>(to),
            PtxType.U16 => FromInteger<ushort, uint>(to),
            PtxType.S16 => FromInteger<short, uint>(to),
            PtxType.U32 => FromInteger<uint, uint>(to),
            PtxType.S32 => FromInteger<int, uint>(to),
            PtxType.U64 => FromInteger<ulong, ulong>(to),
            _ => FromInteger<long, ulong>(to),
        };
    }

    private delegate*<Warp, in Instruction, uint, void> FromInteger<TFrom, TIn>(PtxType to)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TIn : unmanaged, IBinaryInteger<TIn>
        => to switch
        {
            PtxType.F32 => &LaneLoop.Unary<TIn, float, IntegerToSingle<TFrom, TIn>>,
            PtxType.F64 => &LaneLoop.Unary<TIn, double, IntegerToDouble<TFrom, TIn>>,
            _ => throw NoType(to),
        };

    private static delegate*<Warp, in Instruction, uint, void> IntegerConversion(PtxType to, PtxType from, bool saturate) => from switch
    {
        PtxType.U8 => IntegerConversion<byte, uint>(to, saturate),
        PtxType.S8 => IntegerConversion<sbyte, uint>(to, saturate),
        PtxType.U16 => IntegerConversion<ushort, uint>(to, saturate),
        PtxType.S16 => IntegerConversion<short, uint>(to, saturate),
        PtxType.U32 => IntegerConversion<uint, uint>(to, saturate),
        PtxType.S32 => IntegerConversion<int, uint>(to, saturate),
        PtxType.U64 => IntegerConversion<ulong, ulong>(to, saturate),
        _ => IntegerConversion<long, ulong>(to, saturate),
    };

    private static delegate*<Warp, in Instruction, uint, void> IntegerConversion<TFrom, TIn>(PtxType to, bool saturate)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TIn : unmanaged, IBinaryInteger<TIn>
        => to switch
        {
            PtxType.U8 => IntegerConversion<TFrom, TIn, byte, uint>(saturate),
            PtxType.S8 => IntegerConversion<TFrom, TIn, sbyte, uint>(saturate),
            PtxType.U16 => IntegerConversion<TFrom, TIn, ushort, uint>(saturate),
            PtxType.S16 => IntegerConversion<TFrom, TIn, short, uint>(saturate),
            PtxType.U32 => IntegerConversion<TFrom, TIn, uint, uint>(saturate),
            PtxType.S32 => IntegerConversion<TFrom, TIn, int, uint>(saturate),
            PtxType.U64 => IntegerConversion<TFrom, TIn, ulong, ulong>(saturate),
            _ => IntegerConversion<TFrom, TIn, long, ulong>(saturate),
        };

    private static delegate*<Warp, in Instruction, uint, void> IntegerConversion<TFrom, TIn, TTo, TOut>(bool saturate)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TIn : unmanaged, IBinaryInteger<TIn>
        where TTo : unmanaged, IBinaryInteger<TTo>
        where TOut : unmanaged, IBinaryInteger<TOut>
        => saturate ? &LaneLoop.Unary<TIn, TOut, Clamp<TFrom, TIn, TTo, TOut>> : &LaneLoop.Unary<TIn, TOut, Cut<TFrom, TIn, TTo, TOut>>;
}
