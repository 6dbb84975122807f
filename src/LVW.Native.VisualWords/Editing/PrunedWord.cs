namespace LVW.Native.VisualWords.Editing;

/// <summary>A word that was pruned.</summary>
/// <param name="Word">Its number.</param>
/// <param name="Reason">Why: it was light, the same as another, or spare.</param>
public sealed record PrunedWord(int Word, string Reason);
