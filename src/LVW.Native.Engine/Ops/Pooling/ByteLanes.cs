using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Pooling;

/// <summary>Small integers that are stored as bytes and computed with as lanes; the branch on the type is resolved by the compiler.</summary>
internal static unsafe class ByteLanes
{
    /// <summary>Writes each lane, a whole number from 0 to 255, as one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T value, byte* target)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16))
        {
            Vector512<int> wide = Vector512.ConvertToInt32Native(Unsafe.BitCast<T, Lane16>(value).Vector);
            Avx512F.ConvertToVector128Byte(wide).Store(target);
        }
        else if (typeof(T) == typeof(Lane8))
        {
            Vector256<uint> wide = Vector256.ConvertToInt32Native(Unsafe.BitCast<T, Lane8>(value).Vector).AsUInt32();
            Vector128<ushort> half = Vector128.Narrow(wide.GetLower(), wide.GetUpper());
            Unsafe.WriteUnaligned(target, Vector128.Narrow(half, half).AsUInt64().ToScalar());
        }
        else if (typeof(T) == typeof(Lane4))
        {
            Vector128<uint> wide = Vector128.ConvertToInt32Native(Unsafe.BitCast<T, Lane4>(value).Vector).AsUInt32();
            Vector128<ushort> half = Vector128.Narrow(wide, wide);
            Unsafe.WriteUnaligned(target, Vector128.Narrow(half, half).AsUInt32().ToScalar());
        }
        else
        {
            *target = (byte)value.Sum();
        }
    }

    /// <summary>In each lane <paramref name="yes"/> where the lane's byte is <paramref name="wanted"/>, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WhereEqual<T>(byte* bytes, int wanted, T yes)
        where T : struct, ICpuLane<T>
    {
        if (typeof(T) == typeof(Lane16))
        {
            Vector512<float> mask = Vector512.Equals(Avx512F.ConvertToVector512Int32(Vector128.Load(bytes)), Vector512.Create(wanted)).AsSingle();
            return Unsafe.BitCast<Lane16, T>(new Lane16(Vector512.ConditionalSelect(mask, Unsafe.BitCast<T, Lane16>(yes).Vector, Vector512<float>.Zero)));
        }

        if (typeof(T) == typeof(Lane8))
        {
            Vector128<ushort> half = Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(bytes)).AsByte());
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(half);
            Vector256<float> mask = Vector256.Equals(Vector256.Create(low, high), Vector256.Create((uint)wanted)).AsSingle();
            return Unsafe.BitCast<Lane8, T>(new Lane8(mask & Unsafe.BitCast<T, Lane8>(yes).Vector));
        }

        if (typeof(T) == typeof(Lane4))
        {
            Vector128<ushort> half = Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(bytes)).AsByte());
            Vector128<float> mask = Vector128.Equals(Vector128.WidenLower(half), Vector128.Create((uint)wanted)).AsSingle();
            return Unsafe.BitCast<Lane4, T>(new Lane4(mask & Unsafe.BitCast<T, Lane4>(yes).Vector));
        }

        return *bytes == wanted ? yes : T.Constant(0);
    }
}
