using LVW.Native.Engine.Testing.Ptx;
using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>What the lanes of a warp and the threads of a block do together, and how they part and meet.</summary>
public sealed class PtxWarpTests
{
    private const string Lane = "ld.param.b64 %rd1, [p0]; mov.u32 %r1, %tid.x; mul.wide.u32 %rd2, %r1, 4; add.u64 %rd1, %rd1, %rd2; add.u32 %r2, %r1, 100;";
    private const string End = "st.global.b32 [%rd1], %r3;";

    [Fact]
    public void Shuffles_read_the_lane_that_the_isa_names()
    {
        Assert.Equal([.. Lanes(l => 100 + (l ^ 5))], Run("shfl.sync.bfly.b32 %r3, %r2, 5, 31, -1;"));
        Assert.Equal([.. Lanes(l => 100 + (l >= 3 ? l - 3 : l))], Run("shfl.sync.up.b32 %r3, %r2, 3, 0, -1;"));
        Assert.Equal([.. Lanes(l => 100 + (l < 29 ? l + 3 : l))], Run("shfl.sync.down.b32 %r3, %r2, 3, 31, -1;"));
        Assert.Equal([.. Lanes(_ => 107)], Run("shfl.sync.idx.b32 %r3, %r2, 7, 31, -1;"));
        Assert.Equal([.. Lanes(l => 100 + (l & 24) + 1)], Run("shfl.sync.idx.b32 %r3, %r2, 1, 6175, -1;"));
        Assert.Equal([.. Lanes(l => 100 + ((l & 7) < 6 ? l + 2 : l))], Run("shfl.sync.down.b32 %r3, %r2, 2, 6175, -1;"));
        Assert.Equal([.. Lanes(l => l < 29 ? 1 : 0)], Run("shfl.sync.down.b32 %r4|%p1, %r2, 3, 31, -1; selp.u32 %r3, 1, 0, %p1;"));
        Assert.Equal([.. Lanes(l => 100 + (l ^ 1))], Run("shfl.bfly.b32 %r3, %r2, 1, 31;"));
    }

    [Fact]
    public void Votes_count_the_lanes_that_take_part()
    {
        const string Odd = "and.b32 %r4, %r1, 1; setp.eq.u32 %p1, %r4, 1;";
        Assert.All(Run($"{Odd} vote.sync.ballot.b32 %r3, %p1, -1;"), v => Assert.Equal(unchecked((int)0xAAAAAAAA), v));
        Assert.All(Run($"{Odd} vote.sync.ballot.b32 %r3, !%p1, -1;"), v => Assert.Equal(0x55555555, v));
        Assert.All(Run($"{Odd} vote.sync.all.pred %p2, %p1, -1; selp.u32 %r3, 1, 0, %p2;"), v => Assert.Equal(0, v));
        Assert.All(Run($"{Odd} vote.sync.any.pred %p2, %p1, -1; selp.u32 %r3, 1, 0, %p2;"), v => Assert.Equal(1, v));
        Assert.All(Run($"{Odd} vote.sync.uni.pred %p2, %p1, -1; selp.u32 %r3, 1, 0, %p2;"), v => Assert.Equal(0, v));
        Assert.Equal([.. Lanes(l => l % 2 == 1 ? unchecked((int)0xAAAAAAAA) : 0)], Run($"{Odd} mov.u32 %r3, 0; @%p1 activemask.b32 %r3;"));
    }

    [Fact]
    public void A_voting_barrier_joins_the_whole_block()
    {
        const string Low = "setp.lt.u32 %p1, %r1, 40;";
        Assert.All(Run($"{Low} bar.red.popc.u32 %r3, 0, %p1;", 70), v => Assert.Equal(40, v));
        Assert.All(Run($"{Low} bar.red.popc.u32 %r3, 0, !%p1;", 70), v => Assert.Equal(30, v));
        Assert.All(Run($"{Low} bar.red.and.pred %p2, 0, %p1; selp.u32 %r3, 1, 0, %p2;", 70), v => Assert.Equal(0, v));
        Assert.All(Run($"{Low} bar.red.or.pred %p2, 0, %p1; selp.u32 %r3, 1, 0, %p2;", 70), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Lanes_that_loop_differently_often_meet_again()
        => Assert.Equal(
            [.. Lanes(l => l + ((l + 1) * 1000))],
            Run("mov.u32 %r3, %r1; mov.u32 %r4, 0; LOOP: setp.gt.u32 %p1, %r4, %r1; @%p1 bra DONE; add.u32 %r3, %r3, 1000; add.u32 %r4, %r4, 1; bra LOOP; DONE: bar.warp.sync -1;"));

    [Fact]
    public void Nested_branches_meet_again_before_the_next_collective()
    {
        const string Body = """
            and.b32 %r4, %r1, 1; setp.eq.u32 %p1, %r4, 1; setp.lt.u32 %p2, %r1, 16; mov.u32 %r3, 0;
            @%p1 bra ODD; @%p2 bra LOW; add.u32 %r3, %r3, 1; bra EVEN; LOW: add.u32 %r3, %r3, 2; EVEN: add.u32 %r3, %r3, 10; bra MEET;
            ODD: add.u32 %r3, %r3, 100;
            MEET: shfl.sync.bfly.b32 %r5, %r3, 1, 31, -1; mad.lo.u32 %r3, %r5, 1000, %r3; bar.sync 0;
            """;
        Assert.Equal([.. Lanes(l => Own(l) + (1000 * Own(l ^ 1)))], Run(Body));
        static int Own(int l) => l % 2 == 1 ? 100 : l < 16 ? 12 : 11;
    }

    [Fact]
    public void An_indexed_branch_goes_where_each_lane_s_index_says()
        => Assert.Equal(
            [.. Lanes(l => (l % 3) switch { 0 => 7, 1 => 8, _ => 7 })],
            Run("rem.u32 %r4, %r1, 3; TABLE: .branchtargets A, B, A; brx.idx %r4, TABLE; A: mov.u32 %r3, 7; bra C; B: mov.u32 %r3, 8; C: bar.warp.sync -1;"));

    [Fact]
    public void Threads_that_leave_early_do_nothing_more()
        => Assert.Equal([.. Lanes(l => l < 10 ? 0 : 5)], Run("setp.lt.u32 %p1, %r1, 10; @%p1 ret; mov.u32 %r3, 5;"));

    [Fact]
    public void Special_registers_tell_block_thread_and_lane()
    {
        var machine = new PtxMachine();
        using var output = new GlobalArray<int>(machine, new int[2 * 3 * 2 * 40]);
        const string Body = """
            ld.param.b64 %rd1, [p0]; mov.u32 %r1, %ctaid.z; mov.u32 %r2, %nctaid.y; mov.u32 %r3, %ctaid.y; mad.lo.u32 %r1, %r1, %r2, %r3;
            mov.u32 %r2, %nctaid.x; mov.u32 %r3, %ctaid.x; mad.lo.u32 %r1, %r1, %r2, %r3;
            mov.u32 %r2, %ntid.z; mov.u32 %r3, %tid.z; mad.lo.u32 %r1, %r1, %r2, %r3; mov.u32 %r2, %ntid.y; mov.u32 %r3, %tid.y; mad.lo.u32 %r1, %r1, %r2, %r3;
            mov.u32 %r2, %ntid.x; mov.u32 %r3, %tid.x; mad.lo.u32 %r1, %r1, %r2, %r3; mul.wide.u32 %rd2, %r1, 4; add.u64 %rd1, %rd1, %rd2;
            mov.u32 %r4, %laneid; mov.u32 %r5, %warpid; mad.lo.u32 %r4, %r5, 100, %r4; st.global.b32 [%rd1], %r4;
            """;
        Snippet.Run(machine, Body, new PtxGrid(2, 3, 2, 5, 4, 2), output.Address);
        for (int i = 0; i < output.Length; i++) Assert.Equal((i % 40 / 32 * 100) + (i % 40 % 32), output[i]);
    }

    [Fact]
    public void Loads_extend_and_stores_cut()
    {
        var machine = new PtxMachine();
        using var memory = new GlobalArray<ulong>(machine, 0x8182838485868788, 0, 0, 0, 0, 0, 0, 0);
        Snippet.Run(machine, """
            ld.param.b64 %rd1, [p0];
            ld.global.s8 %r1, [%rd1]; ld.global.u8 %r2, [%rd1]; st.global.v2.b32 [%rd1+8], {%r1, %r2};
            ld.global.s16 %rd2, [%rd1]; ld.global.b16 %h1, [%rd1]; cvt.u64.u16 %rd3, %h1; st.global.v2.b64 [%rd1+16], {%rd2, %rd3};
            ld.global.s32 %rd4, [%rd1]; st.global.b64 [%rd1+32], %rd4; st.global.b8 [%rd1+40], %rd4; st.global.b16 [%rd1+48], %r2;
            ld.global.nc.v2.b32 {%r3, _}, [%rd1]; st.global.b32 [%rd1+56], %r3;
            """, PtxGrid.Line(1, 1), memory.Address);
        Assert.Equal([0x00000088FFFFFF88, 0xFFFFFFFFFFFF8788, 0x8788, 0xFFFFFFFF85868788, 0x88, 0x88, 0x85868788], memory.Span[1..].ToArray());
    }

    [Fact]
    public void Generic_addresses_reach_every_space()
    {
        const string Body = """
            .shared .align 4 .b8 tile[256]; .local .align 4 .b8 depot[16];
            mov.u64 %rd3, tile; cvta.shared.u64 %rd3, %rd3; add.u64 %rd3, %rd3, %rd2; st.b32 [%rd3], %r2; cvta.to.shared.u64 %rd4, %rd3; ld.shared.b32 %r3, [%rd4];
            mov.u64 %rd3, depot; cvta.local.u64 %rd3, %rd3; st.b32 [%rd3+4], %r3; ld.local.b32 %r3, [depot+4];
            cvta.global.u64 %rd3, %rd1; st.b32 [%rd3], %r3; ld.b32 %r3, [%rd3];
            """;
        Assert.Equal([.. Lanes(l => 100 + l)], Run(Body));
    }

    [Fact]
    public void Atomics_return_what_was_there()
    {
        var machine = new PtxMachine();
        using var memory = new GlobalArray<int>(machine, 0, 0, 50, 7, 0, -1, 0, 0);
        Snippet.Run(machine, """
            ld.param.b64 %rd1, [p0]; mov.u32 %r1, %tid.x; cvt.rn.f32.u32 %f1, %r1;
            atom.add.global.u32 %r2, [%rd1], 1; red.add.global.f32 [%rd1+4], %f1; red.max.global.s32 [%rd1+8], %r1; red.min.global.u32 [%rd1+12], %r1;
            red.or.global.b32 [%rd1+16], %r1; red.and.global.b32 [%rd1+20], 6; atom.cas.global.b32 %r3, [%rd1+24], 0, 9; atom.exch.global.b32 %r4, [%rd1+28], 3;
            setp.ne.u32 %p1, %r1, %r2; @%p1 trap;
            """, PtxGrid.Line(1, 64), memory.Address);
        Assert.Equal([64, BitConverter.SingleToInt32Bits(2016f), 63, 0, 63, 6, 9, 3], memory.Span.ToArray());
    }

    [Fact]
    public void Instructions_are_counted_for_each_thread_by_their_kind()
    {
        var machine = new PtxMachine();
        Snippet.Run(machine, "add.u32 %r1, 1, 2; add.f32 %f1, 0f00000000, 0f00000000; mov.u32 %r2, %r1;", PtxGrid.Line(3, 40), 0);
        Assert.Equal(120, machine.Counters[PtxOpClass.Integer]);
        Assert.Equal(120, machine.Counters[PtxOpClass.Float]);
        Assert.Equal(480, machine.Counters.Instructions);
        machine.Counters.Reset();
        Assert.Equal(0, machine.Counters.Instructions);
    }

    private static IEnumerable<int> Lanes(Func<int, int> value) => Enumerable.Range(0, 32).Select(value);

    private static int[] Run(string body, int threads = 32)
    {
        var machine = new PtxMachine();
        using var output = new GlobalArray<int>(machine, new int[threads]);
        Snippet.Run(machine, Lane + body + End, PtxGrid.Line(1, threads), output.Address);
        return output.Span.ToArray();
    }
}
