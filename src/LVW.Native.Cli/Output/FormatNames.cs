using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Output;

/// <summary>What people call the formats of weights.</summary>
internal static class FormatNames
{
    public static string Of(CheckpointFormat format) => format switch
    {
        CheckpointFormat.SafeTensors => "safetensors",
        CheckpointFormat.PyTorchZip => "PyTorch zip",
        CheckpointFormat.PyTorchLegacy => "PyTorch legacy",
        CheckpointFormat.NumPyArchive => "NumPy archive",
        _ => "NumPy array",
    };
}
