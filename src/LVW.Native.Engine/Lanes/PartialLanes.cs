using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Engine.Lanes;

/// <summary>The end of a row, shorter than a vector, computed as one vector; never reads or writes beyond it. The branch on the type is resolved by the compiler.</summary>
internal static unsafe class PartialLanes
{
    /// <summary>The first <paramref name="count"/> lanes from memory, 0 in the rest.</summary>
    /// <param name="source">Where the first lane lies.</param>
    /// <param name="count">1 to the vector's width − 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(float* source, int count)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16)) return Unsafe.BitCast<Lane16, T>(new Lane16(Avx512F.MaskLoad(source, First512(count), Vector512<float>.Zero)));
        if (typeof(T) == typeof(Lane8)) return Unsafe.BitCast<Lane8, T>(new Lane8(Avx.MaskLoad(source, First256(count))));
        if (typeof(T) == typeof(Lane4))
        {
            Vector128<float> few = Vector128.Create(source[0], count > 1 ? source[1] : 0f, count > 2 ? source[2] : 0f, 0f);
            return Unsafe.BitCast<Lane4, T>(new Lane4(few));
        }

        return T.Constant(*source);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, float* target, int count)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16))
        {
            Avx512F.MaskStore(target, First512(count), Unsafe.BitCast<T, Lane16>(value).Vector);
        }
        else if (typeof(T) == typeof(Lane8))
        {
            Avx.MaskStore(target, First256(count), Unsafe.BitCast<T, Lane8>(value).Vector);
        }
        else if (typeof(T) == typeof(Lane4))
        {
            Vector128<float> few = Unsafe.BitCast<T, Lane4>(value).Vector;
            target[0] = few[0];
            if (count > 1) target[1] = few[1];
            if (count > 2) target[2] = few[2];
        }
        else
        {
            value.Store(target);
        }
    }

    /// <summary>The sum of the first <paramref name="count"/> lanes; what the others hold does not matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<T>(T value, int count)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16))
        {
            return new Lane16(Vector512.ConditionalSelect(First512(count), Unsafe.BitCast<T, Lane16>(value).Vector, Vector512<float>.Zero)).Sum();
        }

        if (typeof(T) == typeof(Lane8))
        {
            return new Lane8(Vector256.ConditionalSelect(First256(count), Unsafe.BitCast<T, Lane8>(value).Vector, Vector256<float>.Zero)).Sum();
        }

        if (typeof(T) == typeof(Lane4))
        {
            Vector128<float> first = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
            return new Lane4(Vector128.ConditionalSelect(first, Unsafe.BitCast<T, Lane4>(value).Vector, Vector128<float>.Zero)).Sum();
        }

        return value.Sum();
    }

    private static Vector512<float> First512(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static Vector256<float> First256(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}
