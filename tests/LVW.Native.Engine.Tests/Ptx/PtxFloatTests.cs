using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>Floating-point instructions: rounding, subnormals, what is not a number, conversions.</summary>
public sealed class PtxFloatTests
{
    private const float Tiny = 1e-40f;

    [Theory]
    [InlineData("add.f32 %f0, %f1, %f2;", 1f, 5.9604645e-8f, 1f)]
    [InlineData("add.rn.f32 %f0, %f1, %f2;", 1f, 1.7881393e-7f, 1.0000002f)]
    [InlineData("sub.f32 %f0, %f1, %f2;", 3f, 5f, -2f)]
    [InlineData("mul.f32 %f0, %f1, %f2;", 1e-30f, 1e-10f, 1e-40f)]
    [InlineData("mul.ftz.f32 %f0, %f1, %f2;", -1e-30f, 1e-10f, -0f)]
    [InlineData("add.ftz.f32 %f0, %f1, %f2;", Tiny, Tiny, 0f)]
    [InlineData("add.sat.f32 %f0, %f1, %f2;", 3f, 5f, 1f)]
    [InlineData("add.sat.f32 %f0, %f1, %f2;", 3f, float.NaN, 0f)]
    [InlineData("div.rn.f32 %f0, %f1, %f2;", 1f, 3f, 1f / 3)]
    [InlineData("div.full.f32 %f0, %f1, %f2;", 1f, 0f, float.PositiveInfinity)]
    [InlineData("div.approx.ftz.f32 %f0, %f1, %f2;", 0f, 0f, float.NaN)]
    [InlineData("min.f32 %f0, %f1, %f2;", float.NaN, 2f, 2f)]
    [InlineData("max.f32 %f0, %f1, %f2;", 2f, float.NaN, 2f)]
    [InlineData("min.f32 %f0, %f1, %f2;", 0f, -0f, -0f)]
    [InlineData("max.f32 %f0, %f1, %f2;", -0f, 0f, 0f)]
    [InlineData("max.NaN.f32 %f0, %f1, %f2;", 2f, float.NaN, float.NaN)]
    [InlineData("min.NaN.f32 %f0, %f1, %f2;", float.NaN, 2f, float.NaN)]
    [InlineData("copysign.f32 %f0, %f1, %f2;", -1f, 5f, -5f)]
    [InlineData("ex2.approx.f32 %f0, %f1;", 3f, 0f, 8f)]
    [InlineData("lg2.approx.ftz.f32 %f0, %f1;", 8f, 0f, 3f)]
    [InlineData("lg2.approx.ftz.f32 %f0, %f1;", Tiny, 0f, float.NegativeInfinity)]
    [InlineData("rcp.rn.f32 %f0, %f1;", 4f, 0f, 0.25f)]
    [InlineData("sqrt.rn.f32 %f0, %f1;", 2f, 0f, 1.4142135f)]
    [InlineData("rsqrt.approx.f32 %f0, %f1;", 4f, 0f, 0.5f)]
    [InlineData("sin.approx.f32 %f0, %f1;", 0f, 0f, 0f)]
    [InlineData("cos.approx.f32 %f0, %f1;", 0f, 0f, 1f)]
    [InlineData("tanh.approx.f32 %f0, %f1;", 20f, 0f, 1f)]
    [InlineData("neg.f32 %f0, %f1;", 4f, 0f, -4f)]
    [InlineData("neg.ftz.f32 %f0, %f1;", Tiny, 0f, -0f)]
    [InlineData("abs.f32 %f0, %f1;", -4f, 0f, 4f)]
    [InlineData("mov.f32 %f0, 0f40490FDB;", 0f, 0f, 3.1415927f)]
    [InlineData("add.f32 %f0, %f1, 1.5;", 1f, 0f, 2.5f)]
    [InlineData("cvt.rmi.f32.f32 %f0, %f1;", -1.5f, 0f, -2f)]
    [InlineData("cvt.rpi.f32.f32 %f0, %f1;", -1.5f, 0f, -1f)]
    [InlineData("cvt.rzi.f32.f32 %f0, %f1;", -1.5f, 0f, -1f)]
    [InlineData("cvt.rni.f32.f32 %f0, %f1;", 2.5f, 0f, 2f)]
    [InlineData("cvt.sat.f32.f32 %f0, %f1;", 2.5f, 0f, 1f)]
    [InlineData("cvt.ftz.f32.f32 %f0, %f1;", Tiny, 0f, 0f)]
    [InlineData("cvt.f64.f32 %fd5, %f1; cvt.rn.f32.f64 %f0, %fd5;", 0.1f, 0f, 0.1f)]
    [InlineData("cvt.rn.f16.f32 %h5, %f1; cvt.f32.f16 %f0, %h5;", 0.1f, 0f, 0.099975586f)]
    [InlineData("cvt.rn.bf16.f32 %h5, %f1; cvt.f32.bf16 %f0, %h5;", 1.00390625f, 0f, 1f)]
    [InlineData("cvt.rn.bf16.f32 %h5, %f1; cvt.f32.bf16 %f0, %h5;", 1.01171875f, 0f, 1.015625f)]
    [InlineData("cvt.rna.tf32.f32 %r0, %f1; mov.b32 %f0, %r0;", 1.00048828125f, 0f, 1.0009765625f)]
    public void A_single_instruction_computes(string instruction, float a, float b, float expected)
        => Assert.Equal(Show(Snippet.Bits(expected)), Show(Snippet.Result(instruction, Snippet.Bits(a), Snippet.Bits(b))));

    [Theory]
    [InlineData("add.f64 %fd0, %fd1, %fd2;", 0.1, 0.2, 0.30000000000000004)]
    [InlineData("sub.f64 %fd0, %fd1, %fd2;", 1, 3, -2)]
    [InlineData("mul.rn.f64 %fd0, %fd1, %fd2;", 0.1, 3, 0.30000000000000004)]
    [InlineData("div.rn.f64 %fd0, %fd1, %fd2;", 1, 3, 1.0 / 3)]
    [InlineData("min.f64 %fd0, %fd1, %fd2;", double.NaN, 3, 3)]
    [InlineData("max.f64 %fd0, %fd1, %fd2;", -1, 3, 3)]
    [InlineData("sqrt.rn.f64 %fd0, %fd1;", 2, 0, 1.4142135623730951)]
    [InlineData("rcp.rn.f64 %fd0, %fd1;", 8, 0, 0.125)]
    [InlineData("neg.f64 %fd0, %fd1;", 8, 0, -8)]
    [InlineData("abs.f64 %fd0, %fd1;", -8, 0, 8)]
    [InlineData("cvt.rmi.f64.f64 %fd0, %fd1;", -8.5, 0, -9)]
    [InlineData("mov.f64 %fd0, 0d3FF8000000000000;", 0, 0, 1.5)]
    [InlineData("fma.rn.f64 %fd0, %fd1, %fd2, 0d3FF0000000000000;", 2, 3, 7)]
    public void A_double_instruction_computes(string instruction, double a, double b, double expected)
        => Assert.Equal(Snippet.Bits(expected), Snippet.Result(instruction, Snippet.Bits(a), Snippet.Bits(b)));

    [Fact]
    public void A_fused_product_is_rounded_once()
    {
        float x = 1.0001f;
        float product = x * x;
        Assert.Equal(MathF.FusedMultiplyAdd(x, x, -product), Snippet.Single(Snippet.Result("fma.rn.f32 %f0, %f1, %f1, %f2;", Snippet.Bits(x), Snippet.Bits(-product))));
        Assert.Equal(0f, Snippet.Single(Snippet.Result("fma.rn.ftz.f32 %f0, %f1, %f1, %f2;", Snippet.Bits(Tiny), Snippet.Bits(Tiny))));
        Assert.Equal(1f, Snippet.Single(Snippet.Result("fma.rn.sat.f32 %f0, %f1, %f1, %f2;", Snippet.Bits(2f), Snippet.Bits(2f))));
    }

    [Theory]
    [InlineData("eq", 1f, 1f, true)]
    [InlineData("eq", 1f, float.NaN, false)]
    [InlineData("ne", 1f, 2f, true)]
    [InlineData("ne", 1f, float.NaN, false)]
    [InlineData("lt", 1f, 2f, true)]
    [InlineData("le", float.NaN, 2f, false)]
    [InlineData("gt", 1f, 2f, false)]
    [InlineData("ge", 2f, 2f, true)]
    [InlineData("equ", 1f, float.NaN, true)]
    [InlineData("equ", 1f, 2f, false)]
    [InlineData("neu", 1f, float.NaN, true)]
    [InlineData("neu", 1f, 1f, false)]
    [InlineData("ltu", 2f, 1f, false)]
    [InlineData("ltu", float.NaN, 1f, true)]
    [InlineData("leu", 2f, 1f, false)]
    [InlineData("gtu", 2f, 1f, true)]
    [InlineData("geu", 1f, 2f, false)]
    [InlineData("geu", 1f, float.NaN, true)]
    [InlineData("num", 1f, float.NaN, false)]
    [InlineData("nan", 1f, float.NaN, true)]
    [InlineData("nan", 1f, 1f, false)]
    public void A_comparison_of_floats_knows_what_is_not_a_number(string comparison, float a, float b, bool expected)
    {
        Assert.Equal(expected ? 1ul : 0, Snippet.Result($"setp.{comparison}.f32 %p0, %f1, %f2;", Snippet.Bits(a), Snippet.Bits(b)));
        Assert.Equal(expected ? 1ul : 0, Snippet.Result($"setp.{comparison}.ftz.f32 %p0, %f1, %f2;", Snippet.Bits(a), Snippet.Bits(b)));
        Assert.Equal(expected ? 1ul : 0, Snippet.Result($"setp.{comparison}.f64 %p0, %fd1, %fd2;", Snippet.Bits((double)a), Snippet.Bits((double)b)));
    }

    [Fact]
    public void Flushed_comparisons_take_subnormals_for_zero()
    {
        Assert.Equal(1ul, Snippet.Result("setp.eq.ftz.f32 %p0, %f1, 0f00000000;", Snippet.Bits(Tiny)));
        Assert.Equal(0ul, Snippet.Result("setp.eq.f32 %p0, %f1, 0f00000000;", Snippet.Bits(Tiny)));
    }

    [Theory]
    [InlineData("notanumber", float.NaN, true)]
    [InlineData("number", float.NaN, false)]
    [InlineData("finite", float.PositiveInfinity, false)]
    [InlineData("infinite", float.NegativeInfinity, true)]
    [InlineData("normal", Tiny, false)]
    [InlineData("subnormal", Tiny, true)]
    public void A_property_is_tested(string property, float x, bool expected)
        => Assert.Equal(expected ? 1ul : 0, Snippet.Result($"testp.{property}.f32 %p0, %f1;", Snippet.Bits(x)));

    [Theory]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", -1.9f, 0xFFFFFFFF)]
    [InlineData("cvt.rmi.s32.f32 %r0, %f1;", -1.1f, 0xFFFFFFFE)]
    [InlineData("cvt.rpi.s32.f32 %r0, %f1;", 1.1f, 2)]
    [InlineData("cvt.rni.s32.f32 %r0, %f1;", 2.5f, 2)]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", 1e20f, 0x7FFFFFFF)]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", -1e20f, 0x80000000)]
    [InlineData("cvt.rzi.s32.f32 %r0, %f1;", float.NaN, 0)]
    [InlineData("cvt.rzi.u32.f32 %r0, %f1;", -5f, 0)]
    [InlineData("cvt.rzi.u8.f32 %r0, %f1;", 300f, 255)]
    [InlineData("cvt.rzi.s8.f32 %r0, %f1;", -300f, 0xFFFFFF80)]
    [InlineData("cvt.rzi.u64.f32 %rd0, %f1;", 1e30f, ulong.MaxValue)]
    [InlineData("cvt.rzi.s64.f32 %rd0, %f1;", float.NaN, 0)]
    [InlineData("cvt.f64.f32 %fd5, %f1; cvt.rzi.s64.f64 %rd0, %fd5;", float.NaN, 0x8000000000000000)]
    [InlineData("cvt.f64.f32 %fd5, %f1; cvt.rzi.s32.f64 %r0, %fd5;", -7.9f, 0xFFFFFFF9)]
    public void A_float_becomes_an_integer(string instruction, float x, ulong expected) => Assert.Equal(expected, Snippet.Result(instruction, Snippet.Bits(x)));

    [Theory]
    [InlineData("cvt.rn.f32.s32 %f0, %r1;", 0xFFFFFFFF, -1f)]
    [InlineData("cvt.rn.f32.u32 %f0, %r1;", 0xFFFFFFFF, 4294967296f)]
    [InlineData("cvt.rn.f32.u64 %f0, %rd1;", 0x8000008000000001, 9223373136366404000f)]
    [InlineData("cvt.rn.f32.s64 %f0, %rd1;", 0x4000004000000001, 4611686568183202000f)]
    [InlineData("cvt.rn.f32.u16 %f0, %h1;", 0xFFFF, 65535f)]
    [InlineData("cvt.rn.f32.s8 %f0, %r1;", 0xFF, -1f)]
    [InlineData("cvt.rn.f64.s64 %fd5, %rd1; cvt.rn.f32.f64 %f0, %fd5;", 0xFFFFFFFFFFFFFFFD, -3f)]
    public void An_integer_becomes_a_float(string instruction, ulong x, float expected) => Assert.Equal(expected, Snippet.Single(Snippet.Result(instruction, x)));

    [Fact]
    public void A_pair_of_bfloat16_has_the_first_operand_above()
        => Assert.Equal(0x3F80C000ul, Snippet.Result("cvt.rn.bf16x2.f32 %r0, %f1, %f2;", Snippet.Bits(1f), Snippet.Bits(-2f)));

    private static string Show(ulong bits) => float.IsNaN(Snippet.Single(bits)) ? "NaN" : bits.ToString("X8");
}
