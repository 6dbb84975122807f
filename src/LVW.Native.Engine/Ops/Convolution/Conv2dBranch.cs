namespace LVW.Native.Engine;

/// <summary>One of several convolutions of the same input, whose results stand side by side in one tensor.</summary>
/// <param name="Weight">[K, R, S, C / groups].</param>
/// <param name="Bias">[K], or empty.</param>
/// <param name="Options">Stride, padding, dilation, groups, ReLU.</param>
public readonly record struct Conv2dBranch(Tensor Weight, Tensor Bias, Conv2dOptions Options);
