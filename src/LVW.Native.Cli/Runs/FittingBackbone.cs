using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Runs;

/// <summary>Which backbone a file's tensors are the weights of.</summary>
internal static class FittingBackbone
{
    /// <summary>The name of the first backbone whose every tensor is there with its shape and nothing else but a classifier; null if there is none.</summary>
    public static string? Find(CheckpointFile file)
    {
        // Shapes are all that is compared: no network takes memory for its weights.
        using var device = new ShapeDevice();
        return BackboneCatalogue.Default.Names.FirstOrDefault(name => PretrainedWeights.Fits(BackboneCatalogue.Default.Create(name, device, seed: 0), file));
    }
}
