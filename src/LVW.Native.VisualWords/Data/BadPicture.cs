namespace LVW.Native.VisualWords.Data;

/// <summary>A picture file that cannot be used.</summary>
/// <param name="Picture">The file.</param>
/// <param name="Reason">What is wrong with it and what to do, in one line without the path.</param>
public sealed record BadPicture(Picture Picture, string Reason);
