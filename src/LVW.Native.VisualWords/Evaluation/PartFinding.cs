namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Which part of the generated pictures a word has found.</summary>
/// <param name="Word">The word.</param>
/// <param name="Part">Name of the part that most of the word's nearest patches lie on; null where none lies on a part.</param>
/// <param name="Purity">Share of the patches that lie on that part, 0 to 1.</param>
/// <param name="Patches">Patches that were looked at.</param>
public sealed record PartFinding(int Word, string? Part, double Purity, int Patches);
