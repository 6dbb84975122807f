namespace LVW.Native.VisualWords.Editing;

/// <summary>What an edit has done.</summary>
/// <param name="Edit">The edit as it stands in the history.</param>
/// <param name="Before">Accuracy before it, 0 to 1.</param>
/// <param name="Unfitted">Accuracy with the words edited and the last layer not yet fitted anew.</param>
/// <param name="After">Accuracy after the fit.</param>
/// <param name="InUse">Words in use after it.</param>
public sealed record EditOutcome(WordEdit Edit, double Before, double Unfitted, double After, int InUse);
