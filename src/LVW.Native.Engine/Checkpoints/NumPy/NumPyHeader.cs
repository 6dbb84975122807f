using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LVW.Native.Engine.Checkpoints.NumPy;

/// <summary>The header of an <c>.npy</c> array.</summary>
/// <param name="Text">NumPy's name of the type, such as <c>&lt;f4</c>.</param>
/// <param name="Type">The type, or null for text, objects and other types that are no numbers of ours.</param>
/// <param name="ColumnMajor">Whether the first index runs fastest.</param>
/// <param name="Sizes">The sizes of the dimensions.</param>
/// <param name="Length">Bytes before the elements.</param>
internal sealed partial record NumPyHeader(string Text, ElementType? Type, bool ColumnMajor, long[] Sizes, int Length)
{
    /// <summary>Bytes that are enough to tell a header's length.</summary>
    public const int Prefix = 12;

    private const int Largest = 1 << 20;

    /// <summary>Bytes of the whole header, from its first twelve.</summary>
    /// <exception cref="CheckpointException">It is not a header.</exception>
    public static int LengthOf(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < Prefix || file[0] != 0x93 || !file[1..6].SequenceEqual("NUMPY"u8)) throw new CheckpointException($"{name}: not an .npy array.");
        bool longHeader = file[6] > 1;
        int start = longHeader ? 12 : 10;
        int length = longHeader ? BinaryPrimitives.ReadInt32LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (length is < 0 or > Largest) throw new CheckpointException($"{name}: the header claims {length} bytes. The file is damaged.");
        return start + length;
    }

    /// <summary>Reads a header that is there as a whole.</summary>
    /// <exception cref="CheckpointException">It is not one, or tells sizes that are none.</exception>
    public static NumPyHeader Parse(ReadOnlySpan<byte> file, string name)
    {
        int length = LengthOf(file, name);
        int start = file[6] > 1 ? 12 : 10;
        if (length > file.Length) throw new CheckpointException($"{name}: the header claims {length - start} bytes of {file.Length}; the file was cut short.");
        string header = Encoding.Latin1.GetString(file[start..length]);
        Match type = TypePattern().Match(header), order = OrderPattern().Match(header), shape = ShapePattern().Match(header);
        if (!order.Success || !shape.Success || (!type.Success && !header.Contains("'descr'", StringComparison.Ordinal)))
        {
            throw new CheckpointException($"{name}: cannot read the header {header.Trim()}. The file is damaged.");
        }

        string[] numbers = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        long[] sizes = [.. numbers.Select(number => long.TryParse(number.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : -1)];
        if (sizes.Length > RawTensor.MaxRank || sizes.Contains(-1)) throw new CheckpointException($"{name}: has shape ({string.Join(", ", numbers)}), which is none. The file is damaged.");
        string text = type.Success ? type.Groups[1].Value : "a record";
        if (text.StartsWith('>') && TypeOf($"<{text[1..]}") is not null) throw new CheckpointException($"{name}: is big-endian, which is not read. Save it with array.astype('<{text[1..]}').");
        return new NumPyHeader(text, TypeOf(text), order.Groups[1].Value == "True", sizes, length);
    }

    /// <summary>The header for an array in row-major order, padded so that elements begin at a multiple of 64 bytes, as NumPy pads it.</summary>
    public static byte[] Write(ElementType type, IReadOnlyList<long> sizes)
    {
        string shape = sizes.Count == 1 ? $"({sizes[0]},)" : $"({string.Join(", ", sizes)})";
        string text = $"{{'descr': '{NameOf(type)}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(header.AsSpan(1));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    private static string NameOf(ElementType type) => type switch
    {
        ElementType.F64 => "<f8",
        ElementType.F32 => "<f4",
        ElementType.F16 => "<f2",
        ElementType.I64 => "<i8",
        ElementType.I32 => "<i4",
        ElementType.I16 => "<i2",
        ElementType.I8 => "|i1",
        ElementType.U64 => "<u8",
        ElementType.U32 => "<u4",
        ElementType.U16 => "<u2",
        ElementType.U8 => "|u1",
        ElementType.BOOL => "|b1",
        _ => throw new ArgumentException($"NumPy has no {type}."),
    };

    private static ElementType? TypeOf(string name)
    {
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            if (type != ElementType.BF16 && NameOf(type) == name) return type;
        }

        return null;
    }

    [GeneratedRegex(@"'descr':\s*'([^']+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
