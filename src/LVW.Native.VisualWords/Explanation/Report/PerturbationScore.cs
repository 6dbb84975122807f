namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>Area under a deletion or insertion curve of the predicted class's probability, with the same area for maps whose cells are shuffled.</summary>
/// <param name="Auc">Area when pixels go in the order of the words' attention, 0 to 1.</param>
/// <param name="Random">Area when the maps' cells are shuffled, or null where it was not measured.</param>
public readonly record struct PerturbationScore(double Auc, double? Random);
