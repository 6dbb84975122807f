namespace LVW.Native.Engine.Layers;

/// <summary>How a parameter's dimensions are ordered in files, which follow PyTorch.</summary>
public enum StateLayout
{
    /// <summary>As in memory.</summary>
    Same,

    /// <summary>A convolution filter: O, I, H, W in files; O, H, W, I in memory.</summary>
    Filter,
}
