namespace LVW.Native.VisualWords.Backbones;

/// <summary>A convolution or pooling as far as geometry is concerned.</summary>
/// <param name="Kernel">k, side of the window in pixels.</param>
/// <param name="Stride">s, pixels between two windows.</param>
/// <param name="Padding">q, pixels around the input.</param>
/// <param name="CeilMode">Whether a last, partly outside window counts.</param>
public readonly record struct WindowLayer(int Kernel, int Stride, int Padding, bool CeilMode = false);
