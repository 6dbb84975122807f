namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>What a data set tells of a picture beside its class; empty where it tells nothing.</summary>
public sealed record PictureAnnotations
{
    /// <summary>Nothing is told.</summary>
    public static PictureAnnotations None { get; } = new();

    /// <summary>Which pixels show the object.</summary>
    public PictureMask? Mask { get; init; }

    /// <summary>Boxes around the object or its parts.</summary>
    public IReadOnlyList<AnnotatedBox> Boxes { get; init; } = [];

    /// <summary>Places of parts that can be seen.</summary>
    public IReadOnlyList<PartPoint> Points { get; init; } = [];

    /// <summary>Whether nothing is told.</summary>
    public bool IsEmpty => Mask is null && Boxes.Count == 0 && Points.Count == 0;
}
