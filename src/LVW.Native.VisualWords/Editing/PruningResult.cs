namespace LVW.Native.VisualWords.Editing;

/// <summary>What pruning leaves.</summary>
/// <param name="Kept">Numbers of the words that stay, ascending.</param>
/// <param name="Weights">W of these, fitted, [C, kept].</param>
/// <param name="Accuracy">Accuracy with them, 0 to 1.</param>
/// <param name="Pruned">The words taken out, in order.</param>
public sealed record PruningResult(IReadOnlyList<int> Kept, float[] Weights, double Accuracy, IReadOnlyList<PrunedWord> Pruned);
