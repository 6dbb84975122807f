using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace LVW.Native.Engine.Testing.Gpu;

/// <summary>
/// A kernel's fields as the bytes that a CUDA kernel gets: in order of declaration, each at its natural alignment, a view as address and
/// length. Also the ranges of memory that its views name.
/// </summary>
public sealed class KernelArguments
{
    private static readonly MethodInfo AppendViewOf = typeof(KernelArguments).GetMethod(nameof(AppendView), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly List<byte> bytes = [];
    private readonly List<(nint Address, long Bytes)> ranges = [];

    private KernelArguments()
    {
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(bytes);

    /// <summary>The memory behind each view that is not empty.</summary>
    public IReadOnlyList<(nint Address, long Bytes)> Ranges => ranges;

    /// <summary>Packs a kernel whose views lie in the processor's memory.</summary>
    public static KernelArguments Of<TKernel>(TKernel kernel)
        where TKernel : struct
    {
        var arguments = new KernelArguments();
        arguments.Append(kernel);
        return arguments;
    }

    /// <summary>The natural alignment of a field.</summary>
    private static int AlignmentOf(Type type)
    {
        if (IsView(type)) return sizeof(long);
        if (type.IsEnum) return AlignmentOf(type.GetEnumUnderlyingType());
        if (type.IsPrimitive) return type == typeof(bool) ? 1 : Marshal.SizeOf(type);
        return Fields(type).Select(field => AlignmentOf(field.FieldType)).DefaultIfEmpty(1).Max();
    }

    private static bool IsView(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>);

    private static IEnumerable<FieldInfo> Fields(Type type)
        => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken);

    private void Append(object value)
    {
        Type type = value.GetType();
        Align(AlignmentOf(type));
        if (IsView(type))
        {
            AppendViewOf.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [value]);
        }
        else if (type.IsEnum)
        {
            Append(Convert.ChangeType(value, type.GetEnumUnderlyingType(), System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (type.IsPrimitive)
        {
            AppendPrimitive(value);
        }
        else
        {
            int start = bytes.Count;
            foreach (FieldInfo field in Fields(type)) Append(field.GetValue(value)!);

            // A structure without fields still takes a byte, as in C#.
            if (bytes.Count == start) bytes.Add(0);
            Align(AlignmentOf(type));
        }
    }

    private void AppendView<T>(ArrayView<T> view)
        where T : unmanaged
    {
        nint address = view.HasNoData() ? 0 : view.LoadEffectiveAddressAsPtr();
        if (address != 0) ranges.Add((address, view.LengthInBytes));
        AppendPrimitive((long)address);
        AppendPrimitive(view.Length);
    }

    private void AppendPrimitive(object value)
    {
        Span<byte> room = stackalloc byte[sizeof(long)];
        int length = value switch
        {
            long number => Write(BinaryPrimitives.TryWriteInt64LittleEndian(room, number), sizeof(long)),
            ulong number => Write(BinaryPrimitives.TryWriteUInt64LittleEndian(room, number), sizeof(ulong)),
            double number => Write(BinaryPrimitives.TryWriteDoubleLittleEndian(room, number), sizeof(double)),
            int number => Write(BinaryPrimitives.TryWriteInt32LittleEndian(room, number), sizeof(int)),
            uint number => Write(BinaryPrimitives.TryWriteUInt32LittleEndian(room, number), sizeof(uint)),
            float number => Write(BinaryPrimitives.TryWriteSingleLittleEndian(room, number), sizeof(float)),
            short number => Write(BinaryPrimitives.TryWriteInt16LittleEndian(room, number), sizeof(short)),
            ushort number => Write(BinaryPrimitives.TryWriteUInt16LittleEndian(room, number), sizeof(ushort)),
            byte or sbyte or bool => One(Convert.ToByte(value, System.Globalization.CultureInfo.InvariantCulture), room),
            _ => throw new NotSupportedException($"KernelArguments: a kernel cannot take a {value.GetType()}. Use integers, floats, views and structures of them."),
        };
        foreach (byte part in room[..length]) bytes.Add(part);
    }

    private static int Write(bool _, int length) => length;

    private static int One(byte value, Span<byte> room)
    {
        room[0] = value;
        return 1;
    }

    private void Align(int alignment)
    {
        while (bytes.Count % alignment != 0) bytes.Add(0);
    }
}
