namespace LVW.Native.Engine;

/// <summary>How a convolution moves over its input; the names and defaults are PyTorch's.</summary>
public readonly record struct Conv2dOptions
{
    /// <summary>Stride 1, no padding, dilation 1, one group, no ReLU.</summary>
    public Conv2dOptions()
    {
    }

    /// <summary>Pixels from one output to the next, at least 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Rows and columns of zeros on every side, at least 0.</summary>
    public int Padding { get; init; }

    /// <summary>Pixels from one filter tap to the next, at least 1.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Independent groups of channels; must divide the channels of input and output.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether the output is max(0, ·) of the convolution, in the same pass.</summary>
    public bool ReLU { get; init; }

    /// <summary>How the processor computes it; GPUs have their own kernels and do not ask.</summary>
    public ConvolutionAlgorithm Algorithm { get; init; }
}
