namespace LVW.Native.Engine;

/// <summary>How the processor computes a convolution and its gradients.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>The faster one for the shape, as measured.</summary>
    Automatic,

    /// <summary>Multiplies and adds as the formula says, pixel by pixel: the smallest rounding error, for every shape.</summary>
    Direct,

    /// <summary>F(4×4, 3×3) or F(3×3, 3×3): a quarter to a third of the multiplications, about 2.5 times the rounding error; 3×3 filters of stride 1, dilation 1, one group.</summary>
    Winograd,
}
