using LVW.Native.Engine.Testing.Ptx;
using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>Each fault in a kernel of a few lines, beside the kernel without the fault where that is a matter of one line.</summary>
public sealed class PtxFaultTests
{
    private const string Lane = "mov.u32 %r1, %tid.x; mul.wide.u32 %rd1, %r1, 4; ld.param.b64 %rd2, [p0]; add.u64 %rd2, %rd2, %rd1; mov.u32 %r2, tile; cvt.u64.u32 %rd3, %r2; add.u64 %rd3, %rd3, %rd1;";
    private const string Tile = ".shared .align 16 .b8 tile[4096];";

    private readonly PtxMachine machine = new();

    [Fact]
    public void A_read_outside_the_regions_names_instruction_thread_and_address()
    {
        PtxFaultException fault = Faults(PtxFault.OutOfBounds, "ld.global.f32 %f1, [%rd2+4];", words: 8, threads: 8);
        Assert.Contains("'ld.global.f32 %f1, [%rd2+4]' (line", fault.Message);
        Assert.Contains("Block (0, 0, 0), thread (7, 0, 0)", fault.Message);
        Assert.Contains("0 bytes after the mapped region", fault.Message);
    }

    [Fact]
    public void A_write_that_straddles_the_end_of_a_region_is_out_of_bounds()
        => Assert.Contains("in which it begins", Faults(PtxFault.OutOfBounds, "st.global.v2.f32 [%rd2], {0f00000000, 0f00000000};", words: 5, threads: 1, offset: 16).Message);

    [Fact]
    public void A_misaligned_access_is_a_fault()
    {
        Faults(PtxFault.Misaligned, "ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd2];", words: 12, threads: 2);
        Faults(PtxFault.Misaligned, "st.shared.b64 [%rd3], %rd1;", threads: 2);
        Faults(PtxFault.Misaligned, "cp.async.cg.shared.global [%rd3], [%rd2], 16;", words: 12, threads: 2);
    }

    [Fact]
    public void Shared_memory_ends_where_the_block_s_does()
    {
        Faults(PtxFault.OutOfBounds, "st.shared.f32 [%rd3+4092], 0f00000000;", threads: 2);
        Faults(PtxFault.OutOfBounds, "st.shared.f32 [%rd1], 0f00000000;", threads: 1);
        Passes("st.shared.f32 [%rd3+4088], 0f00000000;", threads: 2);
    }

    [Fact]
    public void Local_memory_ends_where_the_thread_s_does()
    {
        const string Local = ".local .align 4 .b8 depot[16]; mov.u64 %rd4, depot; add.u64 %rd4, %rd4, %rd1;";
        Passes($"{Local} st.local.f32 [%rd4], 0f3F800000; ld.local.f32 %f1, [%rd4];", threads: 4);
        Faults(PtxFault.OutOfBounds, $"{Local} st.local.f32 [%rd4], 0f3F800000;", threads: 5);
    }

    [Fact]
    public void A_read_of_another_thread_s_write_needs_a_barrier()
    {
        const string Read = "xor.b32 %r3, %r1, 33; mul.wide.u32 %rd4, %r3, 4; mov.u64 %rd5, tile; add.u64 %rd4, %rd4, %rd5; ld.shared.b32 %r4, [%rd4];";
        const string Write = "st.shared.b32 [%rd3], %r1;";
        PtxFaultException race = Faults(PtxFault.SharedRace, $"{Write} bar.sync 0; {Write} {Read}", threads: 64);
        Assert.Contains("st.shared.b32", race.Message);
        Assert.Contains("ld.shared.b32", race.Message);
        Passes($"st.shared.b32 [%rd3], %r1; bar.sync 0; {Read} bar.sync 0; st.shared.b32 [%rd3], %r1;", threads: 64);
        Faults(PtxFault.SharedRace, $"st.shared.b32 [%rd3], %r1; bar.sync 0; {Read} st.shared.b32 [%rd3], %r1;", threads: 64);
    }

    [Fact]
    public void Within_a_warp_only_a_warp_barrier_orders_accesses()
    {
        const string Read = "xor.b32 %r3, %r1, 1; mul.wide.u32 %rd4, %r3, 4; mov.u64 %rd5, tile; add.u64 %rd4, %rd4, %rd5; ld.shared.b32 %r4, [%rd4];";
        const string Shuffle = "shfl.sync.bfly.b32 %r5, %r1, 1, 31, 0xFFFFFFFF;";
        Faults(PtxFault.SharedRace, $"st.shared.b32 [%rd3], %r1; {Read}", threads: 32);
        Passes($"st.shared.b32 [%rd3], %r1; bar.warp.sync 0xFFFFFFFF; {Read} bar.warp.sync 0xFFFFFFFF; st.shared.b32 [%rd3], %r1;", threads: 32);
        Faults(PtxFault.SharedRace, $"st.shared.b32 [%rd3], %r1; {Shuffle} {Read}", threads: 32);
        Passes($"st.shared.b32 [%rd3], %r1; {Shuffle} {Read}", threads: 32, machine: new PtxMachine { WarpCollectivesOrderMemory = true });
    }

    [Fact]
    public void A_warp_barrier_does_not_order_two_warps()
        => Faults(
            PtxFault.SharedRace,
            "st.shared.b32 [%rd3], %r1; bar.sync 0; st.shared.b32 [%rd3], %r1; bar.warp.sync 0xFFFFFFFF; xor.b32 %r3, %r1, 32; mul.wide.u32 %rd4, %r3, 4; mov.u64 %rd5, tile; add.u64 %rd4, %rd4, %rd5; ld.shared.b32 %r4, [%rd4];",
            threads: 64);

    [Fact]
    public void Two_threads_that_write_one_address_race()
    {
        Faults(PtxFault.SharedRace, "st.shared.b32 [tile], %r1;", threads: 2);
        Passes("setp.eq.u32 %p1, %r1, 1; @%p1 st.shared.b32 [tile], %r1;", threads: 2);
    }

    [Fact]
    public void Neighbouring_bytes_do_not_race()
        => Passes("mov.u64 %rd4, tile; cvt.u64.u32 %rd5, %r1; add.u64 %rd4, %rd4, %rd5; st.shared.b8 [%rd4], %r1; ld.shared.b8 %r2, [%rd4];", threads: 64);

    [Fact]
    public void Atomics_do_not_race_with_each_other_but_with_reads()
    {
        const string Clear = "setp.eq.u32 %p1, %r1, 0; @%p1 st.shared.b32 [tile], 0; bar.sync 0;";
        Passes($"{Clear} red.add.shared.u32 [tile], 1; bar.sync 0; ld.shared.b32 %r4, [tile]; st.global.b32 [%rd2], %r4;", threads: 64);
        Assert.Equal(64, last[5]);
        Faults(PtxFault.SharedRace, $"{Clear} red.add.shared.u32 [tile], 1; ld.shared.b32 %r4, [tile];", threads: 64);
        Faults(PtxFault.Uninitialised, "red.add.shared.u32 [tile], 1;", threads: 64);
    }

    [Fact]
    public void Shared_memory_that_the_block_has_not_written_is_not_read()
    {
        Faults(PtxFault.Uninitialised, "ld.shared.f32 %f1, [%rd3];", threads: 1);
        const string FirstBlock = "mov.u32 %r5, %ctaid.x; setp.eq.u32 %p1, %r5, 0; @%p1 st.shared.b32 [%rd3], %r1; ld.shared.f32 %f1, [%rd3];";
        Faults(PtxFault.Uninitialised, FirstBlock, threads: 1, blocks: 2);
    }

    [Fact]
    public void An_asynchronous_copy_lands_when_its_thread_waits()
    {
        const string Copy = "cp.async.ca.shared.global [%rd3], [%rd2], 4; cp.async.commit_group;";
        const string Use = "ld.shared.b32 %r4, [%rd3]; add.u32 %r4, %r4, 1; st.global.b32 [%rd2], %r4;";
        Assert.Contains("cp.async.ca", Faults(PtxFault.CopyInFlight, $"{Copy} {Use}", threads: 32).Message);
        Passes($"{Copy} cp.async.wait_group 0; {Use}", threads: 32);
        Assert.Equal(8, last[7]);
        Passes($"cp.async.ca.shared.global [%rd3], [%rd2], 4; cp.async.wait_all; {Use}", threads: 32);
        Faults(PtxFault.CopyInFlight, $"{Copy} cp.async.wait_group 1; {Use}", threads: 32);
        Passes($"{Copy} cp.async.commit_group; cp.async.wait_group 1; {Use}", threads: 32);
        Faults(PtxFault.CopyInFlight, $"{Copy} bar.sync 0; {Use}", threads: 32);
    }

    [Fact]
    public void A_copy_that_has_landed_is_seen_by_others_after_a_barrier()
    {
        const string Copy = "cp.async.ca.shared.global [%rd3], [%rd2], 4; cp.async.wait_all;";
        const string Use = "xor.b32 %r3, %r1, 1; mul.wide.u32 %rd4, %r3, 4; mov.u64 %rd5, tile; add.u64 %rd4, %rd4, %rd5; ld.shared.b32 %r4, [%rd4];";
        Faults(PtxFault.SharedRace, $"{Copy} {Use}", threads: 32);
        Passes($"{Copy} bar.sync 0; {Use}", threads: 32);
        Faults(PtxFault.SharedRace, $"{Copy} bar.sync 0; {Use} {Copy}", threads: 32);
        Passes($"{Copy} bar.sync 0; {Use} bar.sync 0; {Copy}", threads: 32);
    }

    [Fact]
    public void A_copy_fills_with_zeros_what_it_does_not_take()
    {
        const string Address = "mul.wide.u32 %rd4, %r1, 16; mov.u64 %rd5, tile; add.u64 %rd5, %rd5, %rd4; ld.param.b64 %rd6, [p0]; add.u64 %rd6, %rd6, %rd4;";
        const string Use = "cp.async.wait_all; ld.shared.v4.b32 {%r4, %r5, %r6, %r7}, [%rd5]; st.global.v4.b32 [%rd6], {%r4, %r5, %r6, %r7};";
        Passes($"{Address} mov.u32 %r3, 8; cp.async.cg.shared.global [%rd5], [%rd6], 16, %r3; {Use}", threads: 1);
        Assert.Equal([0, 1, 0, 0], last[..4]);
        Passes($"{Address} setp.eq.u32 %p1, 1, 1; cp.async.cg.shared.global [%rd5], [%rd6], 16, %p1; {Use}", threads: 1);
        Assert.Equal([0, 0, 0, 0], last[..4]);
        Passes($"{Address} mov.u32 %r3, 0; add.u64 %rd7, %rd6, 4096; cp.async.cg.shared.global [%rd5], [%rd7], 16, %r3; {Use}", threads: 1);
        Faults(PtxFault.OutOfBounds, $"{Address} mov.u32 %r3, 1; add.u64 %rd7, %rd6, 4096; cp.async.cg.shared.global [%rd5], [%rd7], 16, %r3; {Use}", threads: 1);
    }

    [Fact]
    public void Threads_that_write_different_values_to_one_global_address_race()
    {
        const string First = "ld.param.b64 %rd4, [p0]; st.global.b32 [%rd4], %r1;";
        PtxFaultException race = Faults(PtxFault.GlobalRace, First, threads: 2);
        Assert.Contains("thread (0, 0, 0) with 'st.global.b32", race.Message);
        Passes("ld.param.b64 %rd4, [p0]; st.global.b32 [%rd4], 7;", threads: 64, blocks: 2);
        Passes(First, threads: 2, machine: new PtxMachine { CheckGlobalRaces = false });
        Passes("setp.eq.u32 %p1, %r1, 0; ld.param.b64 %rd4, [p0]; @%p1 st.global.b32 [%rd4], 1; bar.sync 0; @!%p1 st.global.b32 [%rd4], 2;", threads: 2);
        Faults(PtxFault.GlobalRace, "ld.param.b64 %rd4, [p0]; mov.u32 %r4, %ctaid.x; st.global.b32 [%rd4], %r4;", threads: 1, blocks: 2);
        Passes("ld.param.b64 %rd4, [p0]; cvt.u64.u32 %rd5, %r1; add.u64 %rd4, %rd4, %rd5; st.global.b8 [%rd4], %r1;", threads: 4);
    }

    [Fact]
    public void A_block_that_reads_what_another_block_wrote_races()
    {
        const string Read = "mov.u32 %r4, %ctaid.x; ld.param.b64 %rd4, [p0]; setp.eq.u32 %p1, %r4, 0; @%p1 st.global.b32 [%rd4], 5; @!%p1 ld.global.b32 %r5, [%rd4];";
        Faults(PtxFault.GlobalRace, Read, threads: 1, blocks: 2);
        Passes(Read, threads: 1, blocks: 1);
    }

    [Fact]
    public void A_barrier_that_part_of_a_block_meets_is_a_fault()
    {
        Faults(PtxFault.BarrierDivergence, "setp.lt.u32 %p1, %r1, 16; @%p1 bra SKIP; bar.sync 0; SKIP:", threads: 32);
        Faults(PtxFault.BarrierDivergence, "setp.lt.u32 %p1, %r1, 16; @%p1 bar.sync 0;", threads: 32);
        Faults(PtxFault.BarrierDivergence, "setp.lt.u32 %p1, %r1, 32; @%p1 bra SKIP; bar.sync 0; SKIP:", threads: 64);
        Faults(PtxFault.BarrierDivergence, "setp.lt.u32 %p1, %r1, 32; @%p1 bra OTHER; bar.sync 0; bra END; OTHER: bar.sync 0; END:", threads: 64);
        Faults(PtxFault.BarrierDivergence, "setp.eq.u32 %p1, %r1, 3; @%p1 ret; bar.sync 0;", threads: 32);
        Passes("setp.lt.u32 %p1, %r1, 64; @%p1 bra SKIP; bar.sync 0; SKIP:", threads: 64);
    }

    [Fact]
    public void A_warp_collective_that_part_of_a_warp_meets_is_a_fault()
    {
        const string Shuffle = "shfl.sync.bfly.b32 %r5, %r1, 1, 31, 0xFFFFFFFF;";
        Faults(PtxFault.WarpDivergence, $"setp.lt.u32 %p1, %r1, 16; @%p1 bra SKIP; {Shuffle} SKIP:", threads: 32);
        Faults(PtxFault.WarpDivergence, $"setp.lt.u32 %p1, %r1, 16; @%p1 {Shuffle}", threads: 32);
        Passes($"setp.lt.u32 %p1, %r1, 16; @%p1 shfl.sync.bfly.b32 %r5, %r1, 1, 31, 0xFFFF;", threads: 32);
        Faults(PtxFault.WarpDivergence, "setp.lt.u32 %p1, %r1, 16; @%p1 shfl.sync.bfly.b32 %r5, %r1, 16, 31, 0xFFFF;", threads: 32);
        Faults(PtxFault.WarpDivergence, "shfl.sync.bfly.b32 %r5, %r1, 1, 31, 0xFFFF;", threads: 32);
        Faults(PtxFault.WarpDivergence, "ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r5}, [tile];", threads: 31);
    }

    [Fact]
    public void An_endless_loop_runs_out_of_its_budget()
        => Assert.Contains("more than 1000 instructions", Faults(PtxFault.Budget, "AGAIN: bra AGAIN;", threads: 1, machine: new PtxMachine { ThreadBudget = 1000 }).Message);

    [Fact]
    public void A_trap_and_an_index_without_a_branch_are_faults()
    {
        Faults(PtxFault.Trap, "setp.eq.u32 %p1, %r1, 5; @%p1 trap;", threads: 6);
        Faults(PtxFault.Trap, "TARGETS: .branchtargets A, B; brx.idx %r1, TARGETS; A: B:", threads: 3);
    }

    private int[] last = [];

    private PtxFaultException Faults(
        PtxFault fault, string body, int threads, int words = 64, int blocks = 1, int offset = 0, PtxMachine? machine = null)
    {
        PtxFaultException exception = Assert.Throws<PtxFaultException>(() => Run(body, threads, words, blocks, offset, machine));
        Assert.True(exception.Fault == fault, exception.Message);
        return exception;
    }

    private void Passes(string body, int threads, int blocks = 1, PtxMachine? machine = null) => Run(body, threads, 64, blocks, 0, machine);

    private void Run(string body, int threads, int words, int blocks, int offset, PtxMachine? special)
    {
        PtxMachine used = special ?? machine;
        using var memory = new GlobalArray<int>(used, [.. Enumerable.Range(0, words)]);
        Snippet.Run(used, Tile + Lane + body, PtxGrid.Line(blocks, threads), memory.Address + (ulong)offset);
        last = memory.Span.ToArray();
    }
}
