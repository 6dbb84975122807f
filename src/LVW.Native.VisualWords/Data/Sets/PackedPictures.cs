namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Pictures in binary files: three planes of bytes each, red, green, blue.</summary>
/// <param name="Classes">Class names in the order of the labels.</param>
/// <param name="Side">Width and height in pixels.</param>
/// <param name="ByColumns">Whether a plane runs down its columns first.</param>
/// <param name="Splits">The splits.</param>
/// <param name="Extras">Files that are copied along.</param>
internal sealed record PackedPictures(IReadOnlyList<string> Classes, int Side, bool ByColumns, IReadOnlyList<PackedSplit> Splits, IReadOnlyList<string> Extras)
{
    /// <summary>Bytes of a picture.</summary>
    public int Bytes => Side * Side * 3;
}

/// <summary>The pictures of a split.</summary>
/// <param name="Name"><c>train</c> or <c>test</c>.</param>
/// <param name="Records">The pictures in their order.</param>
internal sealed record PackedSplit(string Name, IReadOnlyList<PackedRecord> Records);

/// <summary>Where a picture lies.</summary>
/// <param name="File">The binary file.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Label">Its class, from 0.</param>
internal readonly record struct PackedRecord(string File, long Offset, int Label);
