using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>Loads, stores, atomics and the beginning of asynchronous copies.</summary>
internal static unsafe class MemoryAccess
{
    /// <summary>List[v] = the v-th element at address A + Offset, read as <typeparamref name="TMemory"/> and extended to its register.</summary>
    public static void Load<TSpace, TMemory, TSlot, TAddress>(Warp warp, in Instruction i, uint mask)
        where TSpace : struct, ISpace
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TSlot : unmanaged, IBinaryInteger<TSlot>
        where TAddress : unmanaged, IBinaryInteger<TAddress>
    {
        var address = (TAddress*)(warp.Registers + i.A);
        int[] list = i.List;
        int size = sizeof(TMemory) * list.Length;
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            var source = (TMemory*)TSpace.Read(warp, l, ulong.CreateTruncating(address[l]) + i.Offset, size);
            for (int v = 0; v < list.Length; v++)
            {
                if (list[v] >= 0) ((TSlot*)(warp.Registers + list[v]))[l] = TSlot.CreateTruncating(source[v]);
            }
        }
    }

    /// <summary>The v-th element at address A + Offset = List[v].</summary>
    public static void Store<TSpace, TMemory, TSlot, TAddress>(Warp warp, in Instruction i, uint mask)
        where TSpace : struct, ISpace
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TSlot : unmanaged, IBinaryInteger<TSlot>
        where TAddress : unmanaged, IBinaryInteger<TAddress>
    {
        var address = (TAddress*)(warp.Registers + i.A);
        int[] list = i.List;
        int size = sizeof(TMemory) * list.Length;
        TMemory* value = stackalloc TMemory[4];
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            for (int v = 0; v < list.Length; v++) value[v] = TMemory.CreateTruncating(((TSlot*)(warp.Registers + list[v]))[l]);
            var target = (TMemory*)TSpace.Write(warp, l, ulong.CreateTruncating(address[l]) + i.Offset, size, (byte*)value);
            for (int v = 0; v < list.Length; v++) target[v] = value[v];
        }
    }

    /// <summary>List = the parameter bytes at Offset, the same for all lanes; E bytes each, negative where the sign extends.</summary>
    public static void LoadParameter<TMemory, TSlot>(Warp warp, in Instruction i, uint mask)
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TSlot : unmanaged, IBinaryInteger<TSlot>
    {
        for (int v = 0; v < i.List.Length; v++)
        {
            var value = System.Runtime.InteropServices.MemoryMarshal.Read<TMemory>(warp.Launch.Parameters[((int)i.Offset + (v * sizeof(TMemory)))..]);
            var d = (TSlot*)(warp.Registers + i.List[v]);
            for (uint rest = mask; rest != 0; rest &= rest - 1) d[BitOperations.TrailingZeroCount(rest)] = TSlot.CreateTruncating(value);
        }
    }

    /// <summary>D = memory, memory = memory op B; the lanes take turns.</summary>
    public static void Atomic<TSpace, T, TOp, TAddress>(Warp warp, in Instruction i, uint mask)
        where TSpace : struct, ISpace
        where T : unmanaged
        where TOp : struct, IBinary<T>
        where TAddress : unmanaged, IBinaryInteger<TAddress>
    {
        var address = (TAddress*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            var target = (T*)TSpace.Atomic(warp, l, ulong.CreateTruncating(address[l]) + i.Offset, sizeof(T));
            T old = *target;
            *target = TOp.Invoke(old, b[l]);
            if (i.D >= 0) ((T*)(warp.Registers + i.D))[l] = old;
        }
    }

    /// <summary>D = memory, memory = C where memory equals B.</summary>
    public static void CompareAndSwap<TSpace, T, TAddress>(Warp warp, in Instruction i, uint mask)
        where TSpace : struct, ISpace
        where T : unmanaged, IBinaryInteger<T>
        where TAddress : unmanaged, IBinaryInteger<TAddress>
    {
        var address = (TAddress*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        var c = (T*)(warp.Registers + i.C);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            var target = (T*)TSpace.Atomic(warp, l, ulong.CreateTruncating(address[l]) + i.Offset, sizeof(T));
            T old = *target;
            if (old == b[l]) *target = c[l];
            if (i.D >= 0) ((T*)(warp.Registers + i.D))[l] = old;
        }
    }

    /// <summary>Begins a copy of E bytes to shared address A + Offset from global address B + List[0]; C, where given, holds the bytes taken.</summary>
    public static void CopyAsync<TAddress>(Warp warp, in Instruction i, uint mask)
        where TAddress : unmanaged, IBinaryInteger<TAddress>
    {
        var destination = (TAddress*)(warp.Registers + i.A);
        var source = (ulong*)(warp.Registers + i.B);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            int taken = i.C >= 0 ? (int)Math.Min(int.MaxValue, ((uint*)(warp.Registers + i.C))[l]) : i.E;
            if (i.D >= 0 && ((*(uint*)(warp.Registers + i.D) >> l & 1) != 0) != i.NegatedC) taken = 0;
            warp.Copies.Begin(l, ulong.CreateTruncating(destination[l]) + i.Offset, source[l] + (ulong)(long)i.List[0], i.E, taken);
        }
    }

    public static void CommitGroup(Warp warp, in Instruction i, uint mask)
    {
        for (; mask != 0; mask &= mask - 1) warp.Copies.Commit(BitOperations.TrailingZeroCount(mask));
    }

    /// <summary>All groups but the newest E land.</summary>
    public static void WaitGroup(Warp warp, in Instruction i, uint mask)
    {
        for (; mask != 0; mask &= mask - 1) warp.Copies.Wait(BitOperations.TrailingZeroCount(mask), i.E);
    }

    /// <summary>Everything lands, committed or not.</summary>
    public static void WaitAll(Warp warp, in Instruction i, uint mask)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            int lane = BitOperations.TrailingZeroCount(mask);
            warp.Copies.Commit(lane);
            warp.Copies.Wait(lane, 0);
        }
    }
}
