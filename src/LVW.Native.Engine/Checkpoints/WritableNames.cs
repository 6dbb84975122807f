using System.Text;
using LVW.Native.Engine.Checkpoints.NumPy;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Names that a format can keep; checked before anything is written, so that no file comes out that cannot be read.</summary>
internal static class WritableNames
{
    /// <summary>Refuses names that the format cannot keep.</summary>
    /// <exception cref="CheckpointException">A name is there twice, means something else in the format, or would leave the folder into which an archive is unpacked.</exception>
    public static void Require(CheckpointFormat format, IReadOnlyList<RawTensor> tensors, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in tensors.Select(tensor => tensor.Name))
        {
            if (!seen.Add(name)) throw new CheckpointException($"{path}: two tensors have the name '{name}'. Rename one.");
            if (format == CheckpointFormat.SafeTensors && name == SafeTensorsReader.MetadataKey) throw Refused(path, name, "safetensors keeps metadata under it");
            if (format == CheckpointFormat.NumPyArchive && WhyNoMember(name) is { } why) throw Refused(path, name, why);
        }
    }

    /// <summary>Members of an archive become files when it is unpacked.</summary>
    private static string? WhyNoMember(string name)
    {
        if (Encoding.UTF8.GetByteCount(name + NumPyReader.Ending) > ushort.MaxValue) return "an archive's names have 65,535 bytes at most";
        if (name.Any(char.IsControl)) return "it has control characters";
        bool leaves = name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..");
        return leaves ? "it would leave the folder into which the archive is unpacked" : null;
    }

    private static CheckpointException Refused(string path, string name, string why)
    {
        string shown = name.Length <= 100 ? name : $"{name[..100]}…";
        return new CheckpointException($"{path}: a tensor cannot be named '{shown}' there: {why}. Rename it or choose another format.");
    }
}
