using System.Text;
using LVW.Native.Engine.Testing.Ptx;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>Kernels around a few instructions.</summary>
internal static class Snippet
{
    /// <summary>A kernel with the parameters <c>p0, p1, ...</c> of 64 bits, registers of each type and a body.</summary>
    public static string Kernel(string body, int parameters = 1, string before = "")
    {
        string list = string.Join(", ", Enumerable.Range(0, parameters).Select(i => $".param .b64 p{i}"));
        return $$"""
            .version 8.4
            .target sm_80
            .address_size 64
            {{before}}
            .visible .entry kernel({{list}})
            {
            .reg .pred %p<9>;
            .reg .b16 %h<9>;
            .reg .b32 %r<33>;
            .reg .b64 %rd<17>;
            .reg .f32 %f<17>;
            .reg .f64 %fd<9>;
            {{body}}
            ret;
            }
            """;
    }

    /// <summary>Runs a body whose first parameter is the given array and whose further ones are numbers.</summary>
    public static void Run(PtxMachine machine, string body, in PtxGrid grid, params ReadOnlySpan<ulong> parameters)
    {
        byte[] bytes = new byte[8 * parameters.Length];
        for (int i = 0; i < parameters.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(8 * i), parameters[i]);
        machine.Launch(PtxModule.Parse(Kernel(body, parameters.Length)), grid, bytes);
    }

    /// <summary>
    /// The result of instructions that read inputs from <c>%rd1 %r1 %f1 %fd1 %h1, %rd2 ...</c> (the bits of the same values) and leave their
    /// result in one of <c>%rd0 %r0 %f0 %fd0 %h0 %p0</c>. They run in whole warps, in parts of warps and in single lanes.
    /// </summary>
    public static ulong Result(string instructions, params ReadOnlySpan<ulong> inputs)
    {
        var body = new StringBuilder("ld.param.b64 %rd8, [p0];\n");
        for (int i = 1; i <= inputs.Length; i++)
        {
            body.AppendLine($"ld.param.b64 %rd{i}, [p{i}]; cvt.u32.u64 %r{i}, %rd{i}; mov.b32 %f{i}, %r{i}; mov.b64 %fd{i}, %rd{i}; cvt.u16.u64 %h{i}, %rd{i};");
        }

        body.AppendLine("mov.b64 %rd0, 0xDEAD; mov.u32 %r9, %tid.x; setp.eq.u32 %p8, %r9, 40; setp.ge.or.u32 %p8, %r9, 64, %p8; @%p8 bra WORK; setp.lt.u32 %p8, %r9, 32; @!%p8 bra END;");
        body.AppendLine("WORK:").AppendLine(instructions).AppendLine(Widen(instructions));
        body.AppendLine("END: mul.wide.u32 %rd9, %r9, 8; add.u64 %rd9, %rd9, %rd8; st.global.b64 [%rd9], %rd0;");
        var machine = new PtxMachine();
        using var output = new GlobalArray<ulong>(machine, new ulong[70]);
        Run(machine, body.ToString(), PtxGrid.Line(1, 70), [output.Address, .. inputs]);
        ulong[] worked = [.. output.Span[..32], output[40], .. output.Span[64..]];
        Assert(worked, output);
        return worked[0];
    }

    public static ulong Bits(float x) => BitConverter.SingleToUInt32Bits(x);

    public static ulong Bits(double x) => BitConverter.DoubleToUInt64Bits(x);

    public static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    public static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static void Assert(ulong[] worked, GlobalArray<ulong> output)
    {
        Xunit.Assert.All(worked, result => Xunit.Assert.Equal(worked[0], result));
        Xunit.Assert.Equal(0xDEADul, output[41]);
    }

    private static string Widen(string instructions)
    {
        if (instructions.Contains("%rd0")) return "";
        if (instructions.Contains("%r0")) return "cvt.u64.u32 %rd0, %r0;";
        if (instructions.Contains("%f0")) return "mov.b32 %r0, %f0; cvt.u64.u32 %rd0, %r0;";
        if (instructions.Contains("%fd0")) return "mov.b64 %rd0, %fd0;";
        return instructions.Contains("%h0") ? "cvt.u64.u16 %rd0, %h0;" : "selp.b64 %rd0, 1, 0, %p0;";
    }
}
