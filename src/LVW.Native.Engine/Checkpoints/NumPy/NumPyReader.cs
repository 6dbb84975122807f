using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints.NumPy;

/// <summary>Raw tensors of <c>.npy</c> and <c>.npz</c> files, stored or compressed, in either order; text and objects are passed over.</summary>
internal static class NumPyReader
{
    public const string Ending = ".npy";

    public static CheckpointContent ReadArray(ByteSource source)
    {
        var bytes = new FileBytes(source, 0, source.Length);
        string name = Path.GetFileNameWithoutExtension(source.Path);
        RawTensor tensor = Read(source, bytes, name, source.Path)
            ?? throw new CheckpointException($"{source.Path}: holds text or objects. Save numbers.");
        return new CheckpointContent(CheckpointFormat.NumPyArray, [tensor]);
    }

    public static CheckpointContent ReadArchive(ByteSource source, IReadOnlyDictionary<string, ZipEntry> entries)
    {
        var tensors = new List<RawTensor>();
        var beside = new List<string>();
        foreach (ZipEntry entry in entries.Values)
        {
            string name = entry.Name.EndsWith(Ending, StringComparison.Ordinal) ? entry.Name[..^Ending.Length] : entry.Name;
            if (name != entry.Name && Read(source, entry.Content(source), name, $"{source.Path}: {entry.Name}") is { } tensor) tensors.Add(tensor);
            else beside.Add(name);
        }

        return new CheckpointContent(CheckpointFormat.NumPyArchive, tensors) { PassedOver = beside };
    }

    private static RawTensor? Read(ByteSource source, StoredBytes bytes, string name, string place)
    {
        NumPyHeader header = NumPyHeader.Parse(Front(bytes, NumPyHeader.LengthOf(Front(bytes, NumPyHeader.Prefix), place)), place);
        if (header.Type is not { } type) return null;
        int width = ElementConversion.Width(type);
        long body = bytes.Length - header.Length;
        if (ElementConversion.Length(header.Sizes, width) != body)
        {
            throw new CheckpointException($"{place}: shape ({string.Join(", ", header.Sizes)}) of {type} does not fill {body} bytes; the file was cut short.");
        }

        var elements = new PartBytes(bytes, header.Length);
        TensorView? view = header.ColumnMajor
            ? TensorView.Within(elements, body / width, 0, header.Sizes, ColumnMajor(header.Sizes))
            : new TensorView(elements, 0, null);
        return new RawTensor(source.Path, name, type, header.Sizes, view!);
    }

    private static byte[] Front(StoredBytes bytes, int count)
    {
        byte[] front = new byte[Math.Min(count, bytes.Length)];
        int filled = 0;
        bytes.Read(0, front.Length, block =>
        {
            block.CopyTo(front.AsSpan(filled));
            filled += block.Length;
        });
        return front;
    }

    private static long[] ColumnMajor(long[] sizes)
    {
        long[] strides = new long[sizes.Length];
        long stride = 1;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, sizes[axis]);
        }

        return strides;
    }

    /// <summary>The bytes behind a header.</summary>
    private sealed class PartBytes(StoredBytes whole, long skipped) : StoredBytes
    {
        public override long Length => whole.Length - skipped;

        public override void Read(long start, long count, Action<ReadOnlySpan<byte>> visit) => whole.Read(skipped + start, count, visit);
    }
}
