using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Reads NumPy's <c>.npy</c> arrays and <c>.npz</c> archives of them: little-endian numbers, C order, rank 0 to 4.</summary>
public static partial class NumPyFile
{
    /// <summary>Reads every array of an <c>.npz</c> archive as float64; arrays of text are left out.</summary>
    /// <exception cref="CheckpointException">The file is not such an archive.</exception>
    public static IReadOnlyDictionary<string, NumPyArray> ReadArchive(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            var arrays = new Dictionary<string, NumPyArray>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using Stream stream = entry.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                if (Parse(memory.ToArray(), $"{path}: {entry.Name}") is { } array) arrays.Add(entry.Name[..^4], array);
            }

            return arrays;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new CheckpointException($"{path}: not an .npz archive ({exception.Message}).", exception);
        }
    }

    /// <summary>Parses the bytes of an <c>.npy</c> file; null for an array of text.</summary>
    internal static NumPyArray? Parse(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < 12 || !file[1..6].SequenceEqual("NUMPY"u8)) throw new CheckpointException($"{name}: not an .npy array.");
        bool longHeader = file[6] > 1;
        int start = longHeader ? 12 : 10;
        int length = longHeader ? BinaryPrimitives.ReadInt32LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (length < 0 || length > file.Length - start) throw new CheckpointException($"{name}: the header claims {length} bytes of {file.Length}; the file was cut short.");
        string header = Encoding.Latin1.GetString(file.Slice(start, length));
        Match fields = HeaderPattern().Match(header);
        if (!fields.Success) throw new CheckpointException($"{name}: cannot read the header {header.Trim()}; only C-ordered arrays are supported.");
        string[] numbers = fields.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] sizes = [.. numbers.Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : -1)];
        if (sizes.Length > Shape.MaxRank || sizes.Contains(-1))
        {
            throw new CheckpointException($"{name}: has shape ({string.Join(", ", numbers)}); only ranks 0 to {Shape.MaxRank} can be held.");
        }

        string? type = fields.Groups["type"].Value switch
        {
            "<f8" => "F64",
            "<f4" => "F32",
            "<f2" => "F16",
            "<i8" => "I64",
            "<i4" => "I32",
            "|u1" => "U8",
            "|b1" => "BOOL",
            _ => null,
        };
        if (type is null) return null;
        ReadOnlySpan<byte> body = file[(start + length)..];
        var shape = new Shape(sizes);
        if (body.Length != ElementConversion.Length(sizes, ElementConversion.Width(type)!.Value)) throw new CheckpointException($"{name}: shape {shape} of {type} does not fill {body.Length} bytes; the file was cut short.");
        return new NumPyArray(shape, type == "F64" ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(body).ToArray() : [.. ElementConversion.ToFloats(body, type).Select(value => (double)value)]);
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)',\s*'fortran_order':\s*False,\s*'shape':\s*\((?<shape>[^)]*)\)")]
    private static partial Regex HeaderPattern();
}
