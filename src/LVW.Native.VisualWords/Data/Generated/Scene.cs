using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>A generated picture with its class and its parts' boxes.</summary>
/// <param name="Image">The pixels.</param>
/// <param name="ClassIndex">Index into <see cref="SceneClasses.Names"/>.</param>
/// <param name="Parts">The boxes of the head, wings, tail and coat as drawn, in this order; a borrowed part is named as what it is.</param>
public sealed record Scene(RgbImage Image, int ClassIndex, IReadOnlyList<PartBox> Parts);
