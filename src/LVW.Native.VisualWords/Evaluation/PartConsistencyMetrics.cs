namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Whether words stand for parts (Huang et al. 2023), where the places of parts are known: a word's region is a square of 72 of 224 pixels around its best place,
/// and it hits a part when the part's point lies inside.
/// </summary>
/// <param name="Consistent">Share of words that hit some one part in at least 80 % of the pictures that show the part and in which the word is among those shown.</param>
/// <param name="Chance">The same for places drawn at random.</param>
/// <param name="CentrePrior">The same for a place that is always the centre.</param>
/// <param name="Stable">Share of pairs of picture and shown word that hit the same parts under faint noise; null where it was not measured.</param>
/// <param name="Words">Words that were judged: those with at least three such pictures for some part.</param>
/// <param name="Pictures">Test pictures with a part in view; the others are passed over.</param>
public sealed record PartConsistencyMetrics(double Consistent, double Chance, double CentrePrior, double? Stable, int Words, int Pictures);
