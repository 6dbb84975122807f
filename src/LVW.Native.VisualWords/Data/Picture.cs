namespace LVW.Native.VisualWords.Data;

/// <summary>One labelled picture file.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="ClassIndex">Index into <see cref="PictureSet.Classes"/>.</param>
/// <param name="Key">The path relative to the data set's root with forward slashes: the picture's name on every machine.</param>
public sealed record Picture(string Path, int ClassIndex, string Key);
