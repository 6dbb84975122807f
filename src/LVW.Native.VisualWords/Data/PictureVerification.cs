namespace LVW.Native.VisualWords.Data;

/// <summary>What a check of all files of a set found.</summary>
/// <param name="Usable">The set without the bad files.</param>
/// <param name="Bad">The files left out, in the set's order.</param>
public sealed record PictureVerification(PictureSet Usable, IReadOnlyList<BadPicture> Bad);
