namespace LVW.Native.Engine.Checkpoints;

/// <summary>The formats of weights that can be read.</summary>
public enum CheckpointFormat
{
    /// <summary>Hugging Face's safetensors.</summary>
    SafeTensors,

    /// <summary>PyTorch's zip container, written since 1.6.</summary>
    PyTorchZip,

    /// <summary>PyTorch's container of before 1.6: pickles, then storages.</summary>
    PyTorchLegacy,

    /// <summary>NumPy's archive of arrays, .npz.</summary>
    NumPyArchive,

    /// <summary>One array of NumPy's, .npy.</summary>
    NumPyArray,
}
