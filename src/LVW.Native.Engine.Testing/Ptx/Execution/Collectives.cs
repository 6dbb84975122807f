using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>How a shuffle finds the lane it reads.</summary>
internal enum ShuffleMode
{
    Index,
    Up,
    Down,
    Butterfly,
}

/// <summary>What the lanes of a warp do together, and the results of voting barriers.</summary>
internal static unsafe class Collectives
{
    /// <summary>D = A of the lane that E, B and List[0] name (the clamp operand); List[1] gets whether that lane is in range.</summary>
    public static void Shuffle(Warp warp, in Instruction i, uint mask)
    {
        uint* values = stackalloc uint[32];
        var a = (uint*)(warp.Registers + i.A);
        for (int l = 0; l < 32; l++) values[l] = a[l];
        var d = (uint*)(warp.Registers + i.D);
        var selectors = (uint*)(warp.Registers + i.B);
        var clamps = (uint*)(warp.Registers + i.List[0]);
        uint inRange = 0;
        for (uint rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            (int source, bool valid) = Source((ShuffleMode)i.E, lane, (int)(selectors[lane] & 31), clamps[lane]);
            if ((mask >> source & 1) == 0) throw warp.LaneFault(PtxFault.WarpDivergence, lane, $"reads lane {source}, which does not take part");
            d[lane] = values[source];
            if (valid) inRange |= 1u << lane;
        }

        if (i.List[1] >= 0) Predicates.Store(warp, i.List[1], mask, inRange);
    }

    public static void VoteAll(Warp warp, in Instruction i, uint mask) => Predicates.Store(warp, i.D, mask, (Voices(warp, i) & mask) == mask ? uint.MaxValue : 0);

    public static void VoteAny(Warp warp, in Instruction i, uint mask) => Predicates.Store(warp, i.D, mask, (Voices(warp, i) & mask) != 0 ? uint.MaxValue : 0);

    public static void VoteUniform(Warp warp, in Instruction i, uint mask)
    {
        uint voices = Voices(warp, i) & mask;
        Predicates.Store(warp, i.D, mask, voices == mask || voices == 0 ? uint.MaxValue : 0);
    }

    public static void Ballot(Warp warp, in Instruction i, uint mask) => Fill(warp, i.D, mask, Voices(warp, i) & mask);

    public static void ActiveMask(Warp warp, in Instruction i, uint mask) => Fill(warp, i.D, mask, mask);

    /// <summary><c>bar.warp.sync</c>: what the lanes did before is seen by all of them.</summary>
    public static void WarpBarrier(Warp warp, in Instruction i, uint mask)
    {
        if (mask == warp.Live) warp.SyncStamp = warp.Launch.Tick();
    }

    public static void Nothing(Warp warp, in Instruction i, uint mask)
    {
    }

    public static void Trap(Warp warp, in Instruction i, uint mask)
        => throw warp.LaneFault(PtxFault.Trap, BitOperations.TrailingZeroCount(mask), "was executed");

    public static void BarrierCount(Warp warp, in Instruction i, uint mask) => Fill(warp, i.D, mask, warp.Votes);

    public static void BarrierAnd(Warp warp, in Instruction i, uint mask)
        => Predicates.Store(warp, i.D, mask, warp.Votes == (uint)warp.Launch.Grid.Threads ? uint.MaxValue : 0);

    public static void BarrierOr(Warp warp, in Instruction i, uint mask) => Predicates.Store(warp, i.D, mask, warp.Votes != 0 ? uint.MaxValue : 0);

    // The clamp operand: bits 0..4 bound the lane within its segment, bits 8..12 say which bits of the lane number the segment.
    private static (int Lane, bool Valid) Source(ShuffleMode mode, int lane, int selector, uint clamp)
    {
        int segment = (int)(clamp >> 8) & 31;
        int bound = (int)clamp & 31;
        int highest = (lane & segment) | (bound & ~segment);
        int lowest = lane & segment;
        int source = mode switch
        {
            ShuffleMode.Up => lane - selector,
            ShuffleMode.Down => lane + selector,
            ShuffleMode.Butterfly => lane ^ selector,
            _ => lowest | (selector & ~segment),
        };
        bool valid = mode == ShuffleMode.Up ? source >= highest : source <= highest;
        return (valid ? source : lane, valid);
    }

    private static uint Voices(Warp warp, in Instruction i) => *(uint*)(warp.Registers + i.A) ^ (i.NegatedC ? uint.MaxValue : 0);

    private static void Fill(Warp warp, int register, uint mask, uint value)
    {
        var d = (uint*)(warp.Registers + register);
        for (; mask != 0; mask &= mask - 1) d[BitOperations.TrailingZeroCount(mask)] = value;
    }
}
