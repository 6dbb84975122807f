namespace LVW.Native.Imaging;

/// <summary>What a file's header tells without decoding it.</summary>
/// <param name="Width">Width in pixels as stored, before any orientation is applied.</param>
/// <param name="Height">Height in pixels as stored, before any orientation is applied.</param>
/// <param name="Format">Name of the format, such as <c>JPEG</c>.</param>
/// <param name="Orientation">How the stored rows are to be turned for viewing.</param>
public readonly record struct ImageInfo(int Width, int Height, string Format, ImageOrientation Orientation = ImageOrientation.Upright);
