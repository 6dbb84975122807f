using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Runs;

/// <summary>Which backbone a file's tensors are the weights of.</summary>
internal static class FittingBackbone
{
    /// <summary>
    /// The name of the first backbone whose every tensor is there with its shape and nothing else but a classifier; null if there is none.
    /// Each is built to be compared, which takes up to seconds, so those that the file's name mentions come first.
    /// </summary>
    public static string? Find(CheckpointFile file)
    {
        string title = Path.GetFileName(file.Path);
        return BackboneCatalogue.Names.OrderByDescending(name => title.Contains(name, StringComparison.OrdinalIgnoreCase) ? name.Length : 0).FirstOrDefault(name => Fits(name, file));
    }

    private static bool Fits(string name, CheckpointFile file)
    {
        using var device = new CpuDevice(threads: 1);
        return PretrainedWeights.Fits(BackboneCatalogue.Create(name, device, seed: 0), file);
    }
}
