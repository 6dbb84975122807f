namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Deletion and insertion curves, averaged over pictures.</summary>
/// <param name="Pictures">Pictures that were averaged.</param>
/// <param name="Deletion">Pixels are removed, the strongest evidence first; lower is better.</param>
/// <param name="Insertion">Pixels are added to a blurred picture, the strongest evidence first; higher is better.</param>
/// <param name="RandomDeletion">Deletion in random order, or null.</param>
/// <param name="RandomInsertion">Insertion in random order, or null.</param>
public sealed record PerturbationResult(
    int Pictures, PerturbationCurve Deletion, PerturbationCurve Insertion, PerturbationCurve? RandomDeletion, PerturbationCurve? RandomInsertion);
