using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>Moves between a register and a vector of registers of half its size, and addresses of other spaces.</summary>
internal static unsafe class PackedMoves
{
    /// <summary>D = List[0] in the low bits, List[1] above; E bits each.</summary>
    public static void Pack<TOut>(Warp warp, in Instruction i, uint mask)
        where TOut : unmanaged, IBinaryInteger<TOut>
    {
        var d = (TOut*)(warp.Registers + i.D);
        var low = (uint*)(warp.Registers + i.List[0]);
        var high = (uint*)(warp.Registers + i.List[1]);
        uint bits = i.E == 16 ? 0xFFFFu : uint.MaxValue;
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = TOut.CreateTruncating(low[l] & bits) | (TOut.CreateTruncating(high[l] & bits) << i.E);
        }
    }

    /// <summary>List[0] = the low E bits of A, List[1] = those above; a negative register drops its half.</summary>
    public static void Unpack<TIn>(Warp warp, in Instruction i, uint mask)
        where TIn : unmanaged, IBinaryInteger<TIn>
    {
        var a = (TIn*)(warp.Registers + i.A);
        uint bits = i.E == 16 ? 0xFFFFu : uint.MaxValue;
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            TIn value = a[l];
            if (i.List[0] >= 0) ((uint*)(warp.Registers + i.List[0]))[l] = uint.CreateTruncating(value) & bits;
            if (i.List[1] >= 0) ((uint*)(warp.Registers + i.List[1]))[l] = uint.CreateTruncating(value >> i.E) & bits;
        }
    }

    /// <summary>d = a with the window of a state space added (or taken away) in Offset.</summary>
    public static void Shift(Warp warp, in Instruction i, uint mask)
    {
        var d = (ulong*)(warp.Registers + i.D);
        var a = (ulong*)(warp.Registers + i.A);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = a[l] + i.Offset;
        }
    }
}
