using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Little-endian elements of a file: their widths, and what they are as float32.</summary>
internal static class ElementConversion
{
    /// <summary>Bytes of an element.</summary>
    public static int Width(ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 8,
        ElementType.F32 or ElementType.I32 or ElementType.U32 => 4,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 or ElementType.U16 => 2,
        _ => 1,
    };

    /// <summary>The type of a name as safetensors writes it, or null for one that cannot be read.</summary>
    public static ElementType? Find(string name)
    {
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            if (type.ToString() == name) return type;
        }

        return null;
    }

    /// <summary>Bytes of all elements of a shape, each size at least 0; saturates far above any file's length, whatever a damaged file claims.</summary>
    public static Int128 Length(ReadOnlySpan<long> sizes, int width)
    {
        Int128 bytes = width;
        foreach (long size in sizes)
        {
            if (size == 0) return 0;
            if (bytes <= long.MaxValue) bytes *= size;
        }

        return bytes;
    }

    /// <summary>Converts whole elements.</summary>
    /// <param name="raw">Elements of the type.</param>
    /// <param name="type">Their type.</param>
    /// <param name="values">As many values.</param>
    public static void ToFloats(ReadOnlySpan<byte> raw, ElementType type, Span<float> values)
    {
        switch (type)
        {
            case ElementType.F32: MemoryMarshal.Cast<byte, float>(raw).CopyTo(values); break;
            case ElementType.F64: Convert<double>(raw, values, value => (float)value); break;
            case ElementType.F16: Convert<Half>(raw, values, value => (float)value); break;
            case ElementType.BF16: Convert<ushort>(raw, values, value => BitConverter.UInt32BitsToSingle((uint)value << 16)); break;
            case ElementType.I64: Convert<long>(raw, values, value => value); break;
            case ElementType.U64: Convert<ulong>(raw, values, value => value); break;
            case ElementType.I32: Convert<int>(raw, values, value => value); break;
            case ElementType.U32: Convert<uint>(raw, values, value => value); break;
            case ElementType.I16: Convert<short>(raw, values, value => value); break;
            case ElementType.U16: Convert<ushort>(raw, values, value => value); break;
            case ElementType.I8: Convert<sbyte>(raw, values, value => value); break;
            default: Convert<byte>(raw, values, value => value); break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> raw, Span<float> values, Func<T, float> convert)
        where T : struct
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(raw);
        for (int i = 0; i < source.Length; i++) values[i] = convert(source[i]);
    }
}
