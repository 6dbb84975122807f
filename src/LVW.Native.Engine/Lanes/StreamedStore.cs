using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Lanes;

/// <summary>
/// Stores that go past the caches: a result that is larger than they are would only push other data out of them, and its old content would
/// be read first. The branch on the type is resolved by the compiler.
/// </summary>
internal static unsafe class StreamedStore
{
    // 16 MB: about what a share of the last cache holds.
    private const long LargestCached = 4 << 20;

    /// <summary>Whether a result of <paramref name="count"/> elements, written in vectors from <paramref name="start"/> in steps of whole multiples of <paramref name="pitch"/>, should and can be streamed.</summary>
    public static bool Pays<T>(long count, float* start, long pitch)
        where T : struct, ICpuLane<T>
        => T.Width > 1 && count > LargestCached && pitch % T.Width == 0 && (nint)start % (T.Width * sizeof(float)) == 0;

    /// <summary>Writes an aligned vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, float* target)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16)) Unsafe.BitCast<T, Lane16>(value).Vector.StoreAlignedNonTemporal(target);
        else if (typeof(T) == typeof(Lane8)) Unsafe.BitCast<T, Lane8>(value).Vector.StoreAlignedNonTemporal(target);
        else if (typeof(T) == typeof(Lane4)) Unsafe.BitCast<T, Lane4>(value).Vector.StoreAlignedNonTemporal(target);
        else value.Store(target);
    }
}
