namespace LVW.Native.Imaging.Resampling;

/// <summary>The part of the source that a resize maps onto the whole result, in pixels and fractions of pixels.</summary>
/// <remarks>
/// Pillow's <c>box</c> argument: pixels beyond the box still count where the kernel reaches them.
/// torchvision crops first, so they do not: use <see cref="ImageGeometry.Crop(RgbImage, PixelBox)"/> and then resize to get its numbers.
/// </remarks>
/// <param name="Left">Left edge, 0 to the width.</param>
/// <param name="Top">Top edge, 0 to the height.</param>
/// <param name="Right">Right edge, above <paramref name="Left"/>.</param>
/// <param name="Bottom">Bottom edge, above <paramref name="Top"/>.</param>
public readonly record struct SourceBox(float Left, float Top, float Right, float Bottom);
