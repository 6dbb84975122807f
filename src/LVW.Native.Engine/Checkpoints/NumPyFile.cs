using System.IO.Compression;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Checkpoints.NumPy;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Reads NumPy's <c>.npy</c> arrays and <c>.npz</c> archives of them: little-endian numbers, C order, rank 0 to 4.</summary>
public static class NumPyFile
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
        NumPyHeader header = NumPyHeader.Parse(file, name);
        if (header.ColumnMajor) throw new CheckpointException($"{name}: has type {header.Text} in Fortran order; only C-ordered arrays are supported.");
        if (header.Sizes.Length > Shape.MaxRank || header.Sizes.Any(size => size > int.MaxValue))
        {
            throw new CheckpointException($"{name}: has shape ({string.Join(", ", header.Sizes)}); only ranks 0 to {Shape.MaxRank} can be held.");
        }

        if (header.Type is not { } type) return null;
        ReadOnlySpan<byte> body = file[header.Length..];
        if (body.Length != ElementConversion.Length(header.Sizes, ElementConversion.Width(type)))
        {
            throw new CheckpointException($"{name}: shape ({string.Join(", ", header.Sizes)}) of {type} does not fill {body.Length} bytes; the file was cut short.");
        }

        var shape = new Shape([.. header.Sizes.Select(size => (int)size)]);
        if (type == ElementType.F64) return new NumPyArray(shape, MemoryMarshal.Cast<byte, double>(body).ToArray());
        float[] values = new float[shape.Count];
        ElementConversion.ToFloats(body, type, values);
        return new NumPyArray(shape, [.. values.Select(value => (double)value)]);
    }
}
