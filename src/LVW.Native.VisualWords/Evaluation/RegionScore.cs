namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How well maps find the annotated region, with the yardsticks that the number needs; means over pictures.</summary>
/// <param name="Words">The K nearest words' maps, merged by their maximum.</param>
/// <param name="Evidence">The map of positive contributions to the predicted class.</param>
/// <param name="Base">The base model's attention; null where it was not asked.</param>
/// <param name="CentrePrior">A fixed blob at the centre.</param>
/// <param name="Chance">A point anywhere, or a map that is the same everywhere: the region's share of the picture.</param>
/// <param name="Pictures">Pictures that were averaged: those with a region in view that does not fill it.</param>
public sealed record RegionScore(double Words, double Evidence, double? Base, double CentrePrior, double Chance, int Pictures);
