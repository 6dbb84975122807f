namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Deletion and insertion curves, averaged over pictures.</summary>
/// <param name="Pictures">Pictures that were averaged.</param>
/// <param name="Deletion">Pixels are removed, the strongest evidence first; lower is better.</param>
/// <param name="Insertion">Pixels are added to a blurred picture, the strongest evidence first; higher is better.</param>
/// <param name="RandomDeletion">Deletion in the order of the same maps with their cells shuffled, or null.</param>
/// <param name="RandomInsertion">Insertion in that order, or null.</param>
public sealed record PerturbationResult(
    int Pictures, PerturbationCurve Deletion, PerturbationCurve Insertion, PerturbationCurve? RandomDeletion, PerturbationCurve? RandomInsertion);
