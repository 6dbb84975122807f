using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>A box around something in a picture.</summary>
/// <param name="Name">What it is: <c>object</c> for the whole object, otherwise a part such as <c>head</c>.</param>
/// <param name="Box">Where, in pixels of the picture, from 0.</param>
public sealed record AnnotatedBox(string Name, PixelBox Box)
{
    /// <summary>The name of a box around the whole object.</summary>
    public const string Whole = "object";

    /// <summary>Whether the box is around the whole object.</summary>
    public bool IsWhole => Name == Whole;
}
