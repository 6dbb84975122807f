using LVW.Native.Engine.Testing.Ptx;
using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>What is read from the text, and what is refused.</summary>
public sealed class PtxParsingTests
{
    private const string Module = """
        // A comment
        .version 8.4
        .target sm_80
        .address_size 64
        .extern .shared .align 4 .b8 __dyn_shared_alloca[];
        .visible .entry Kernel_Run(
            .param .align 8 .b8 _k_1[20],
            .param .u32 n,
            .param .b64 pointer
        )
        .maxntid 128, 1, 1
        {
            .shared .align 16 .b8 tile[100]; .shared .align 8 .b64 one;
            .local .align 8 .b8 depot[24];
            .reg .b32 %r<3>; .reg .b64 a, b;
            /* another
               comment */
            mov.u32 %r1, __dyn_shared_alloca;
            {
                .reg .b32 %r<3>;
                mov.b32 %r1, 1;
            }
            ret;
        }
        """;

    [Fact]
    public void A_module_tells_its_entry_its_parameters_and_its_memory()
    {
        PtxModule module = PtxModule.Parse(Module);
        Assert.Equal("Kernel_Run", module.Name);
        Assert.Equal([new PtxParameter("_k_1", 0, 20), new PtxParameter("n", 20, 4), new PtxParameter("pointer", 24, 8)], module.Parameters);
        Assert.Equal(32, module.ParameterBytes);
        Assert.Equal(112, module.SharedBytes);
        Assert.Equal(24, module.LocalBytes);
        Assert.Equal(128, module.MaximumThreads);
        Assert.Equal(3, module.InstructionCount);
        Assert.True(module.UsesDynamicShared);
    }

    [Theory]
    [InlineData("frob.u32 %r1, %r2;", "no instruction")]
    [InlineData("add.rz.f32 %f1, %f2, %f3;", ".rz")]
    [InlineData("add.s32 %r1, %r2, %rd3;", "%rd3")]
    [InlineData("add.s32 %r1, %r2, undeclared;", "undeclared")]
    [InlineData("add.s32 %r1, %r2;", "2 operands")]
    [InlineData("add.f32 %f1, %f2, 3;", "constant")]
    [InlineData("bra NOWHERE;", "NOWHERE")]
    [InlineData("ld.param.b64 %rd1, [p0+4];", "8 bytes")]
    [InlineData("call.uni f, ();", "'('")]
    [InlineData("mma.sync.aligned.m8n8k4.row.col.f32.f16.f16.f32 {%f1}, {%r1}, {%r2}, {%f2};", "m16n8k8")]
    [InlineData("ld.global.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [%rd1];", "16 bytes")]
    [InlineData("cp.async.cg.shared.global [%rd1], [%rd2], 8;", "with .cg 16")]
    [InlineData(".reg .b32 x; .reg .b32 x;", "twice")]
    [InlineData("L: L: ret;", "twice")]
    public void What_is_not_understood_is_refused_with_its_line(string instruction, string message)
    {
        PtxException exception = Assert.Throws<PtxException>(() => PtxModule.Parse(Snippet.Kernel("\n" + instruction)));
        Assert.Contains(message, exception.Message);
        int line = Snippet.Kernel("\n" + instruction).Split('\n').ToList().FindIndex(text => text.Contains(instruction)) + 1;
        Assert.Equal(line, exception.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".version 8.4\n.func f() { ret; }")]
    [InlineData(".visible .entry k() { ret")]
    public void A_text_without_a_complete_entry_is_refused(string text) => Assert.Throws<PtxException>(() => PtxModule.Parse(text));

    [Fact]
    public void Labels_of_a_block_in_braces_are_its_own()
        => Assert.Equal(3ul, Snippet.Result("mov.u32 %r0, 1; { bra NEXT; mov.u32 %r0, 9; NEXT: add.u32 %r0, %r0, 1; } { bra NEXT; mov.u32 %r0, 9; NEXT: add.u32 %r0, %r0, 1; }", 0));

    [Fact]
    public void Static_and_dynamic_shared_memory_lie_one_after_the_other()
    {
        var machine = new PtxMachine();
        using var output = new GlobalArray<uint>(machine, new uint[4]);
        string kernel = Snippet.Kernel(
            ".shared .align 4 .b8 first[20]; ld.param.b64 %rd1, [p0]; mov.u32 %r1, first; mov.u32 %r2, dynamic; sub.u32 %r1, %r2, %r1; mov.u32 %r2, %dynamic_smem_size; st.shared.b32 [dynamic+60], %r1; st.global.v2.b32 [%rd1], {%r1, %r2};",
            before: ".extern .shared .align 16 .b8 dynamic[];");
        machine.Launch(PtxModule.Parse(kernel), PtxGrid.Line(1, 1, 64), BitConverter.GetBytes(output.Address));
        Assert.Equal([32u, 64u], output.Span[..2].ToArray());
        Assert.Throws<PtxFaultException>(() => machine.Launch(PtxModule.Parse(kernel), PtxGrid.Line(1, 1, 60), BitConverter.GetBytes(output.Address)));
    }

    [Fact]
    public void A_launch_that_a_gpu_would_refuse_is_refused()
    {
        PtxModule module = PtxModule.Parse(Module);
        var machine = new PtxMachine();
        Assert.Contains("compiled for at most 128", Assert.Throws<ArgumentException>(() => machine.Launch(module, PtxGrid.Line(1, 256), new byte[32])).Message);
        Assert.Contains("1024 threads", Assert.Throws<ArgumentException>(() => machine.Launch(module, PtxGrid.Line(1, 2048), new byte[32])).Message);
        Assert.Contains("232448", Assert.Throws<ArgumentException>(() => machine.Launch(module, PtxGrid.Line(1, 1, 300_000), new byte[32])).Message);
        Assert.Contains("takes 32", Assert.Throws<ArgumentException>(() => machine.Launch(module, PtxGrid.Line(1, 1), new byte[31])).Message);
        Assert.Throws<ArgumentException>(() => machine.Launch(module, new PtxGrid(0, 1, 1, 1, 1, 1), new byte[32]));
        Assert.Throws<ArgumentException>(() => machine.MapGlobal(8, 16));
        machine.MapGlobal(64, 16);
        Assert.Throws<ArgumentException>(() => machine.MapGlobal(48, 32));
        Assert.Throws<ArgumentException>(() => machine.UnmapGlobal(48));
    }
}
