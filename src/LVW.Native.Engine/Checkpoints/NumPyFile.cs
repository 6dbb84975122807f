using System.Runtime.InteropServices;
using LVW.Native.Engine.Checkpoints.NumPy;
using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Reads NumPy's <c>.npz</c> archives in double precision: little-endian numbers, either order, rank 0 to 4.</summary>
public static class NumPyFile
{
    /// <summary>Reads every array of an <c>.npz</c> archive as float64; arrays of text are left out.</summary>
    /// <exception cref="CheckpointException">The file is not such an archive.</exception>
    public static IReadOnlyDictionary<string, NumPyArray> ReadArchive(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        CheckpointContent content = NumPyReader.ReadArchive(source, ZipDirectory.Read(source));
        return content.Tensors.ToDictionary(tensor => tensor.Name, ToArray, StringComparer.Ordinal);
    }

    private static NumPyArray ToArray(RawTensor tensor)
    {
        HostTensor rounded = tensor.ToHostTensor();
        double[] values = tensor.Type == ElementType.F64
            ? MemoryMarshal.Cast<byte, double>(tensor.ToBytes()).ToArray()
            : [.. rounded.Values.Select(value => (double)value)];
        return new NumPyArray(rounded.Shape, values);
    }
}
