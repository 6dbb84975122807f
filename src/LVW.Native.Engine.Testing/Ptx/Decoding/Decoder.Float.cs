using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Floating-point arithmetic, rounded to nearest. Approximations are computed exactly, or rounded from double precision.
internal sealed unsafe partial class Decoder
{
    private delegate*<Warp, in Instruction, uint, void> FloatBinary(PtxType type)
    {
        Ignore("rn", "approx", "full");
        bool flush = Take("ftz");
        bool saturate = Take("sat");
        bool strict = Take("NaN");
        if (type == PtxType.F64)
        {
            return s.Name switch
            {
                "add" => &LaneLoop.VectorBinary<double, Add<double>>,
                "sub" => &LaneLoop.VectorBinary<double, Subtract<double>>,
                "mul" => &LaneLoop.VectorBinary<double, Multiply<double>>,
                "div" => &LaneLoop.Binary<double, FloatDivide<double>>,
                "min" => &LaneLoop.Binary<double, FloatMinimum<double>>,
                "max" => &LaneLoop.Binary<double, FloatMaximum<double>>,
                "copysign" => &LaneLoop.Binary<double, CopySign<double>>,
                _ => throw NoType(type),
            };
        }

        if (type != PtxType.F32) throw NoType(type);
        return s.Name switch
        {
            "add" when !flush && !saturate => &LaneLoop.VectorBinary<float, Add<float>>,
            "sub" when !flush && !saturate => &LaneLoop.VectorBinary<float, Subtract<float>>,
            "mul" when !flush && !saturate => &LaneLoop.VectorBinary<float, Multiply<float>>,
            "add" => Adjusted<Add<float>>(flush, saturate),
            "sub" => Adjusted<Subtract<float>>(flush, saturate),
            "mul" => Adjusted<Multiply<float>>(flush, saturate),
            "div" => Adjusted<FloatDivide<float>>(flush, saturate),
            "min" when strict => Adjusted<StrictMinimum<float>>(flush, saturate),
            "max" when strict => Adjusted<StrictMaximum<float>>(flush, saturate),
            "min" => Adjusted<FloatMinimum<float>>(flush, saturate),
            "max" => Adjusted<FloatMaximum<float>>(flush, saturate),
            "copysign" => &LaneLoop.Binary<float, CopySign<float>>,
            _ => throw NoType(type),
        };
    }

    private static delegate*<Warp, in Instruction, uint, void> Adjusted<TOp>(bool flush, bool saturate)
        where TOp : struct, IBinary<float>
    {
        if (flush) return saturate ? &LaneLoop.Binary<float, Saturated<Flushed<TOp>>> : &LaneLoop.Binary<float, Flushed<TOp>>;
        return saturate ? &LaneLoop.Binary<float, Saturated<TOp>> : &LaneLoop.Binary<float, TOp>;
    }

    private delegate*<Warp, in Instruction, uint, void> FloatTernary(PtxType type)
    {
        if (!Take("rn")) throw s.Unsupported("only rounding to nearest, .rn, is supported.");
        bool flush = Take("ftz");
        bool saturate = Take("sat");
        return type switch
        {
            PtxType.F64 => &LaneLoop.VectorTernary<double, FusedDouble>,
            PtxType.F32 when flush && saturate => &LaneLoop.Ternary<float, SaturatedTernary<FlushedTernary<FusedSingle>>>,
            PtxType.F32 when flush => &LaneLoop.Ternary<float, FlushedTernary<FusedSingle>>,
            PtxType.F32 when saturate => &LaneLoop.Ternary<float, SaturatedTernary<FusedSingle>>,
            PtxType.F32 => &LaneLoop.VectorTernary<float, FusedSingle>,
            _ => throw NoType(type),
        };
    }

    private delegate*<Warp, in Instruction, uint, void> FloatSign(PtxType type)
    {
        bool flush = Take("ftz");
        return (s.Name, type) switch
        {
            ("neg", PtxType.F32) => Adjusted<FloatNegate<float>>(flush),
            ("abs", PtxType.F32) => Adjusted<FloatAbsolute<float>>(flush),
            ("neg", PtxType.F64) => &LaneLoop.Unary<double, double, FloatNegate<double>>,
            ("abs", PtxType.F64) => &LaneLoop.Unary<double, double, FloatAbsolute<double>>,
            _ => throw NoType(type),
        };
    }

    private Instruction? DecodeFloatFunction()
    {
        if (s.Name is not ("rcp" or "sqrt" or "rsqrt" or "sin" or "cos" or "ex2" or "lg2" or "tanh")) return null;
        Require(2, 2);
        Ignore("rn", "approx");
        bool flush = Take("ftz");
        PtxType type = TakeType();
        Instruction i = New(PtxOpClass.Float, (s.Name, type) switch
        {
            ("rcp", PtxType.F32) => Adjusted<Reciprocal<float>>(flush),
            ("sqrt", PtxType.F32) => Adjusted<SquareRoot<float>>(flush),
            ("rsqrt", PtxType.F32) => Adjusted<ReciprocalRoot>(flush),
            ("sin", PtxType.F32) => Adjusted<Sine>(flush),
            ("cos", PtxType.F32) => Adjusted<Cosine>(flush),
            ("ex2", PtxType.F32) => Adjusted<Exponential2>(flush),
            ("lg2", PtxType.F32) => Adjusted<Logarithm2>(flush),
            ("tanh", PtxType.F32) => Adjusted<HyperbolicTangent>(flush),
            ("rcp", PtxType.F64) => &LaneLoop.Unary<double, double, Reciprocal<double>>,
            ("sqrt", PtxType.F64) => &LaneLoop.Unary<double, double, SquareRoot<double>>,
            ("rsqrt", PtxType.F64) => &LaneLoop.Unary<double, double, ReciprocalRootDouble>,
            _ => throw NoType(type),
        });
        i.D = Destination(0, type);
        i.A = Source(1, type);
        return i;
    }

    private static delegate*<Warp, in Instruction, uint, void> Adjusted<TOp>(bool flush)
        where TOp : struct, IUnary<float, float>
        => flush ? &LaneLoop.Unary<float, float, FlushedUnary<TOp>> : &LaneLoop.Unary<float, float, TOp>;
}
