using System.Text;

namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>Reads one array: flags, dimensions, name, then what its class asks for ("MAT-File Format", chapter 1).</summary>
/// <param name="bigEndian">Order of bytes.</param>
internal sealed class MatReader(bool bigEndian)
{
    private const int CellClass = 1;
    private const int StructClass = 2;
    private const int CharClass = 4;
    private const int FirstNumericClass = 6;
    private const int LastNumericClass = 15;
    private const uint ComplexFlag = 0x800;
    private const int DeepestNesting = 32;
    private const int MostDimensions = 32;

    /// <summary>The name of an array, without reading the rest.</summary>
    public string Name(ReadOnlyMemory<byte> array) => array.Length == 0 ? "" : Header(new MatCursor(array, bigEndian)).Name;

    /// <exception cref="MatFormatException">The array is damaged, or of a class that is not read.</exception>
    public MatArray Read(ReadOnlyMemory<byte> array, int depth = 0)
    {
        if (depth > DeepestNesting) throw new MatFormatException($"arrays are nested more than {DeepestNesting} deep");
        if (array.Length == 0) return new MatNumbers([0, 0], []);
        var cursor = new MatCursor(array, bigEndian);
        (uint flags, int[] dimensions, string name) = Header(cursor);
        int kind = (int)(flags & 0xFF);
        int count = Count(dimensions);
        return kind switch
        {
            CellClass => new MatCells(dimensions, Matrices(cursor, count, depth)),
            StructClass => Structs(cursor, dimensions, count, depth),
            CharClass => new MatText(dimensions, Characters(cursor, count)),
            >= FirstNumericClass and <= LastNumericClass => Numbers(cursor, dimensions, count, flags),
            _ => throw new MatFormatException($"variable \"{name}\" is of class {kind}; numbers, text, cells and structs are read"),
        };
    }

    private static (uint Flags, int[] Dimensions, string Name) Header(MatCursor cursor)
    {
        ReadOnlyMemory<byte> flags = cursor.Next(MatType.UInt32, "an array's flags");
        if (flags.Length != 8) throw new MatFormatException($"an array's flags have {flags.Length} bytes; 8 are expected");
        var lengths = new MatElement(MatType.Int32, cursor.Next(MatType.Int32, "an array's dimensions"));
        int[] dimensions = [.. cursor.Numbers(lengths).Select(length => (int)length)];
        if (dimensions.Length is < 2 or > MostDimensions || dimensions.Any(length => length < 0)) throw new MatFormatException("an array's dimensions are impossible");
        string name = Encoding.UTF8.GetString(cursor.Next(MatType.Int8, "an array's name").Span).TrimEnd('\0');
        return (cursor.UInt32(flags.Span), dimensions, name);
    }

    // A count that fits an int; what it counts is checked against the bytes that are there.
    private static int Count(int[] dimensions)
    {
        long count = 1;
        foreach (int length in dimensions)
        {
            count *= length;
            if (count > int.MaxValue) throw new MatFormatException($"an array claims {string.Join("×", dimensions)} elements");
        }

        return (int)count;
    }

    private static MatNumbers Numbers(MatCursor cursor, int[] dimensions, int count, uint flags)
    {
        if ((flags & ComplexFlag) != 0) throw new MatFormatException("complex numbers are not read");
        double[] values = cursor.Numbers(cursor.Next());
        return values.Length == count ? new MatNumbers(dimensions, values)
            : throw new MatFormatException($"an array of {count} numbers holds {values.Length}");
    }

    private static string Characters(MatCursor cursor, int count)
    {
        if (count == 0) return "";
        MatElement element = cursor.Next();
        string text = element.Type == MatType.Utf8
            ? Encoding.UTF8.GetString(element.Data.Span)
            : string.Concat(cursor.Numbers(element).Select(code => (char)(ushort)code));
        return text.Length == count || element.Type == MatType.Utf8 ? text : throw new MatFormatException($"a text of {count} characters holds {text.Length}");
    }

    private MatStructs Structs(MatCursor cursor, int[] dimensions, int count, int depth)
    {
        ReadOnlyMemory<byte> lengthBytes = cursor.Next(MatType.Int32, "the length of field names");
        int length = lengthBytes.Length == 4 ? (int)cursor.UInt32(lengthBytes.Span) : 0;
        ReadOnlyMemory<byte> names = cursor.Next(MatType.Int8, "the field names");
        if (length <= 0 || names.Length % length != 0) throw new MatFormatException("the field names of a struct are damaged");
        string[] fields = new string[names.Length / length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Encoding.UTF8.GetString(names.Span.Slice(i * length, length)).Split('\0')[0];
        }

        long values = (long)count * fields.Length;
        return new MatStructs(dimensions, fields, Matrices(cursor, values, depth));
    }

    private MatArray[] Matrices(MatCursor cursor, long count, int depth)
    {
        if (count > cursor.Left / 8) throw new MatFormatException($"{count} arrays are claimed but {cursor.Left} bytes are left");
        var matrices = new MatArray[count];
        for (int i = 0; i < matrices.Length; i++) matrices[i] = Read(cursor.Next(MatType.Matrix, "an element of an array"), depth + 1);
        return matrices;
    }
}
