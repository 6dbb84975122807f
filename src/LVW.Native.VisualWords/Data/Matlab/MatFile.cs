using System.IO.Compression;
using System.Text;

namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>
/// A MATLAB file of version 5 to 7: numbers, text, cells and structs, compressed or not. Lists of data sets come in it. Variables of other
/// classes are passed over until they are asked for.
/// </summary>
internal sealed class MatFile
{
    private const int HeaderBytes = 128;
    private const long LargestFile = 32L << 20;
    private const long LargestInflated = 32L << 20;
    private const string Again = "Download the file again";

    private readonly Dictionary<string, ReadOnlyMemory<byte>> variables;
    private readonly MatReader reader;

    private MatFile(string path, MatReader reader, Dictionary<string, ReadOnlyMemory<byte>> variables) => (Path, this.reader, this.variables) = (path, reader, variables);

    public string Path { get; }

    public IReadOnlyCollection<string> Names => variables.Keys;

    /// <summary>Reads a file's table of variables.</summary>
    /// <exception cref="DataException">The file is missing, damaged or of another version; the message names it.</exception>
    public static MatFile Open(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (bytes.Length < HeaderBytes) throw new DataException(path, $"it has {bytes.Length} bytes; a MATLAB file has at least {HeaderBytes}", Again);
        string text = Encoding.Latin1.GetString(bytes, 0, 116);
        bool bigEndian = (bytes[126], bytes[127]) == ((byte)'M', (byte)'I');
        if (!bigEndian && (bytes[126], bytes[127]) != ((byte)'I', (byte)'M')) throw new DataException(path, "this is not a MATLAB file of version 5 to 7", Again);
        if (bytes[bigEndian ? 124 : 125] != 1 || text.StartsWith("MATLAB 7.3", StringComparison.Ordinal))
        {
            throw new DataException(path, "this is a MATLAB file of version 7.3 (HDF5); versions 5 to 7 are read", "Save it in MATLAB with save -v7");
        }

        var reader = new MatReader(bigEndian);
        try
        {
            var variables = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            long inflated = 0;
            for (var cursor = new MatCursor(bytes.AsMemory(HeaderBytes), bigEndian); !cursor.AtEnd;)
            {
                MatElement element = cursor.Next();
                if (element.Type == MatType.Compressed) element = Inflate(element.Data, bigEndian, ref inflated);
                if (element.Type == MatType.Matrix) variables[reader.Name(element.Data)] = element.Data;
            }

            return new MatFile(path, reader, variables);
        }
        catch (Exception failure) when (failure is MatFormatException or InvalidDataException)
        {
            throw Damaged(path, failure);
        }
    }

    public bool Has(string name) => variables.ContainsKey(name);

    /// <summary>A variable's numbers.</summary>
    public IReadOnlyList<double> Numbers(string name) => Of<MatNumbers>(name, "numbers").Values;

    /// <summary>A variable's whole numbers.</summary>
    public int[] Integers(string name) =>
    [
        .. Numbers(name).Select(value => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new DataException(Path, FormattableString.Invariant($"{name} holds {value} where whole numbers are expected"), Again)),
    ];

    /// <summary>The texts of a variable whose cells hold one each; a cell within a cell counts as what it holds.</summary>
    public string[] Texts(string name) =>
    [
        .. Of<MatCells>(name, "cells").Cells.Select(cell => cell switch
        {
            MatText text => text.Value,
            MatCells { Count: 1 } inner when inner.Cells[0] is MatText text => text.Value,
            _ => throw new DataException(Path, $"{name} has a cell that holds {cell.Kind}; text is expected", Again),
        }),
    ];

    public MatStructs Structs(string name) => Of<MatStructs>(name, "structs");

    private T Of<T>(string name, string kind)
        where T : MatArray
    {
        if (!variables.TryGetValue(name, out ReadOnlyMemory<byte> data))
        {
            throw new DataException(Path, $"there is no variable \"{name}\" (it has {string.Join(", ", variables.Keys.Take(8))})", "Take the list that belongs to the data set");
        }

        MatArray array;
        try
        {
            array = reader.Read(data);
        }
        catch (MatFormatException failure)
        {
            throw Damaged(Path, failure);
        }

        return array as T ?? throw new DataException(Path, $"\"{name}\" holds {array.Kind}; {kind} are expected", "Take the list that belongs to the data set");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw new DataException(path, "there is no such file", "Download it and put it there");
            if (file.Length > LargestFile) throw new DataException(path, $"it has {file.Length} bytes; lists of up to {LargestFile} are read", Again);
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"it cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
        }
    }

    private static MatElement Inflate(ReadOnlyMemory<byte> data, bool bigEndian, ref long inflated)
    {
        using var zlib = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var output = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = zlib.Read(buffer)) > 0;)
        {
            inflated += count;
            if (inflated > LargestInflated) throw new MatFormatException($"it inflates to more than {LargestInflated} bytes");
            output.Write(buffer, 0, count);
        }

        return new MatCursor(output.GetBuffer().AsMemory(0, (int)output.Length), bigEndian).Next();
    }

    private static DataException Damaged(string path, Exception failure)
        => new(path, $"the MATLAB file is damaged ({failure.Message.TrimEnd('.')})", Again, failure);
}
