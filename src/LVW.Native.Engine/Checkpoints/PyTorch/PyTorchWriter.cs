using System.Globalization;
using System.IO.Compression;
using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>Writes PyTorch's zip container: an OrderedDict of tensors, each with a storage of its own, which <c>torch.load(weights_only=True)</c> reads.</summary>
internal static class PyTorchWriter
{
    private const string Folder = "archive/";

    /// <summary>Writes the tensors.</summary>
    /// <exception cref="CheckpointException">A tensor has a type for which PyTorch has no storage.</exception>
    public static void Write(Stream stream, IReadOnlyList<RawTensor> tensors, string path)
    {
        byte[] pickle = Pickle(tensors, path);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Write(archive, PyTorchZip.Pickle, entry => entry.Write(pickle));
        Write(archive, "byteorder", entry => entry.Write("little"u8));
        for (int i = 0; i < tensors.Count; i++) Write(archive, $"data/{Key(i)}", tensors[i].CopyTo);
        Write(archive, "version", entry => entry.Write("3\n"u8));
    }

    private static void Write(ZipArchive archive, string name, Action<Stream> write)
    {
        using Stream entry = archive.OpenStored(Folder + name);
        write(entry);
    }

    private static byte[] Pickle(IReadOnlyList<RawTensor> tensors, string path)
    {
        var pickle = new PickleWriter();
        pickle.EmptyOrderedDict();
        pickle.Mark();
        for (int i = 0; i < tensors.Count; i++)
        {
            RawTensor tensor = tensors[i];
            string storage = StorageOf(tensor.Type)
                ?? throw new CheckpointException($"{path}: tensor '{tensor.Name}' is {tensor.Type}, for which PyTorch has no storage. Convert to .safetensors or .npz.");
            pickle.Text(tensor.Name);
            pickle.Global("torch._utils", "_rebuild_tensor_v2");
            pickle.Mark();
            pickle.Mark();
            pickle.Text("storage");
            pickle.Global("torch", storage);
            pickle.Text(Key(i));
            pickle.Text("cpu");
            pickle.Number(tensor.Count);
            pickle.Tuple();
            pickle.PersistentId();
            pickle.Number(0);
            pickle.Numbers(tensor.Sizes);
            pickle.Numbers(RowMajor(tensor.Sizes));
            pickle.False();
            pickle.EmptyOrderedDict();
            pickle.Tuple();
            pickle.Reduce();
        }

        pickle.SetItems();
        return pickle.End();
    }

    private static long[] RowMajor(IReadOnlyList<long> sizes)
    {
        long[] strides = new long[sizes.Count];
        long stride = 1;
        for (int axis = sizes.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, sizes[axis]);
        }

        return strides;
    }

    private static string? StorageOf(ElementType type) => type switch
    {
        ElementType.F64 => "DoubleStorage",
        ElementType.F32 => "FloatStorage",
        ElementType.F16 => "HalfStorage",
        ElementType.BF16 => "BFloat16Storage",
        ElementType.I64 => "LongStorage",
        ElementType.I32 => "IntStorage",
        ElementType.I16 => "ShortStorage",
        ElementType.I8 => "CharStorage",
        ElementType.U8 => "ByteStorage",
        ElementType.BOOL => "BoolStorage",
        _ => null,
    };

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
}
