using System.Numerics;
using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

internal interface IUnary<TIn, TOut>
{
    static abstract TOut Invoke(TIn x);
}

internal interface IBinary<T>
{
    static abstract T Invoke(T a, T b);
}

/// <summary>A binary operation that vectors can do as well.</summary>
internal interface IVectorBinary<T> : IBinary<T>
{
    static abstract Vector256<T> Invoke(Vector256<T> a, Vector256<T> b);
}

internal interface ITernary<T>
{
    static abstract T Invoke(T a, T b, T c);
}

internal interface IVectorTernary<T> : ITernary<T>
{
    static abstract Vector256<T> Invoke(Vector256<T> a, Vector256<T> b, Vector256<T> c);
}

internal interface ICompare<T>
{
    static abstract bool Invoke(T a, T b);
}

/// <summary>The loops over the lanes of a warp; an operation's type chooses what is done.</summary>
internal static unsafe class LaneLoop
{
    public const uint All = uint.MaxValue;

    public static void Unary<TIn, TOut, TOp>(Warp warp, in Instruction i, uint mask)
        where TIn : unmanaged
        where TOut : unmanaged
        where TOp : struct, IUnary<TIn, TOut>
    {
        var d = (TOut*)(warp.Registers + i.D);
        var a = (TIn*)(warp.Registers + i.A);
        if (mask == All)
        {
            for (int l = 0; l < 32; l++) d[l] = TOp.Invoke(a[l]);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = TOp.Invoke(a[l]);
        }
    }

    public static void Binary<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, IBinary<T>
    {
        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        if (mask == All)
        {
            for (int l = 0; l < 32; l++) d[l] = TOp.Invoke(a[l], b[l]);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = TOp.Invoke(a[l], b[l]);
        }
    }

    public static void VectorBinary<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, IVectorBinary<T>
    {
        if (mask != All)
        {
            Binary<T, TOp>(warp, i, mask);
            return;
        }

        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        for (int l = 0; l < 32; l += Vector256<T>.Count) TOp.Invoke(Vector256.Load(a + l), Vector256.Load(b + l)).Store(d + l);
    }

    public static void Ternary<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, ITernary<T>
    {
        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        var c = (T*)(warp.Registers + i.C);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = TOp.Invoke(a[l], b[l], c[l]);
        }
    }

    public static void VectorTernary<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, IVectorTernary<T>
    {
        if (mask != All)
        {
            Ternary<T, TOp>(warp, i, mask);
            return;
        }

        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        var c = (T*)(warp.Registers + i.C);
        for (int l = 0; l < 32; l += Vector256<T>.Count) TOp.Invoke(Vector256.Load(a + l), Vector256.Load(b + l), Vector256.Load(c + l)).Store(d + l);
    }

    /// <summary>d = a · b + c with a product twice as wide as its factors, which stand in slots.</summary>
    public static void WideMultiplyAdd<T, TIn, TOut>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged, IBinaryInteger<T>
        where TIn : unmanaged, IBinaryInteger<TIn>
        where TOut : unmanaged, IBinaryInteger<TOut>
    {
        var d = (TOut*)(warp.Registers + i.D);
        var a = (TIn*)(warp.Registers + i.A);
        var b = (TIn*)(warp.Registers + i.B);
        var c = (TOut*)(warp.Registers + i.C);
        if (mask == All)
        {
            for (int l = 0; l < 32; l++) d[l] = Product<T, TIn, TOut>(a[l], b[l]) + c[l];
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = Product<T, TIn, TOut>(a[l], b[l]) + c[l];
        }
    }

    private static TOut Product<T, TIn, TOut>(TIn a, TIn b)
        where T : unmanaged, IBinaryInteger<T>
        where TIn : unmanaged, IBinaryInteger<TIn>
        where TOut : unmanaged, IBinaryInteger<TOut>
        => TOut.CreateTruncating(T.CreateTruncating(a)) * TOut.CreateTruncating(T.CreateTruncating(b));

    /// <summary>A shift: the count is an unsigned 32-bit value whatever the type.</summary>
    public static void Shift<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, IShift<T>
    {
        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (uint*)(warp.Registers + i.B);
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = TOp.Invoke(a[l], b[l]);
        }
    }

    public static void Select<T>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
    {
        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        uint condition = *(uint*)(warp.Registers + i.C);
        if (i.NegatedC) condition = ~condition;
        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = (condition >> l & 1) != 0 ? a[l] : b[l];
        }
    }

    public static void Move<T>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
    {
        var d = (T*)(warp.Registers + i.D);
        var a = (T*)(warp.Registers + i.A);
        if (mask == All)
        {
            new Span<T>(a, 32).CopyTo(new Span<T>(d, 32));
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            int l = BitOperations.TrailingZeroCount(mask);
            d[l] = a[l];
        }
    }
}
