using System.IO.Compression;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints.NumPy;

/// <summary>Writes an <c>.npz</c> archive as numpy.savez does: stored, one <c>.npy</c> a tensor. NumPy has no bfloat16, which becomes float32, exactly.</summary>
internal static class NumPyWriter
{
    public static void Write(Stream stream, IReadOnlyList<RawTensor> tensors)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (RawTensor tensor in tensors)
        {
            bool widened = tensor.Type == ElementType.BF16;
            using Stream entry = archive.OpenStored(tensor.Name + NumPyReader.Ending);
            entry.Write(NumPyHeader.Write(widened ? ElementType.F32 : tensor.Type, tensor.Sizes));
            if (widened) Widen(tensor, entry);
            else tensor.CopyTo(entry);
        }
    }

    private static void Widen(RawTensor tensor, Stream entry)
    {
        float[] values = new float[StoredBytes.Block / sizeof(ushort)];
        tensor.Read(block =>
        {
            Span<float> widened = values.AsSpan(0, block.Length / sizeof(ushort));
            ElementConversion.ToFloats(block, tensor.Type, widened);
            entry.Write(MemoryMarshal.AsBytes(widened));
        });
    }
}
