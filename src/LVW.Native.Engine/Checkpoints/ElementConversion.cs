using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Little-endian elements of a file, by safetensors' type names, to float32.</summary>
internal static class ElementConversion
{
    /// <summary>Bytes of an element, or null for a type that cannot be read.</summary>
    public static int? Width(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => null,
    };

    /// <summary>Bytes of all elements of a shape, each size at least 0; exact, whatever a damaged file claims.</summary>
    public static Int128 Length(ReadOnlySpan<int> sizes, int width)
    {
        Int128 bytes = width;
        foreach (int size in sizes) bytes *= size;
        return bytes;
    }

    public static float[] ToFloats(ReadOnlySpan<byte> raw, string type) => type switch
    {
        "F32" => MemoryMarshal.Cast<byte, float>(raw).ToArray(),
        "F64" => Convert<double>(raw, value => (float)value),
        "F16" => Convert<Half>(raw, value => (float)value),
        "BF16" => Convert<ushort>(raw, value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        "I64" => Convert<long>(raw, value => value),
        "U64" => Convert<ulong>(raw, value => value),
        "I32" => Convert<int>(raw, value => value),
        "U32" => Convert<uint>(raw, value => value),
        "I16" => Convert<short>(raw, value => value),
        "U16" => Convert<ushort>(raw, value => value),
        "I8" => Convert<sbyte>(raw, value => value),
        _ => Convert<byte>(raw, value => value),
    };

    private static float[] Convert<T>(ReadOnlySpan<byte> raw, Func<T, float> convert)
        where T : struct
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(raw);
        float[] values = new float[source.Length];
        for (int i = 0; i < values.Length; i++) values[i] = convert(source[i]);
        return values;
    }
}
