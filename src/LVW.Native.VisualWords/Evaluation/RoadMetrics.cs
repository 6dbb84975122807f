namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Remove and debias (ROAD, Rong et al. 2022): mean probability of the predicted class after 10, 30, 50, 70 and 90 % of the pixels have been replaced by what
/// their neighbours tell of them, so that the model is not led by edges of holes.
/// </summary>
/// <param name="MostRelevantFirst">The strongest evidence is removed first; lower is better.</param>
/// <param name="LeastRelevantFirst">The weakest evidence is removed first; higher is better.</param>
/// <param name="RandomOrder">Pixels are removed in random order: a mild yardstick, since neighbours tell nearly all of a single pixel.</param>
/// <param name="RandomMap">
/// The strongest of a map is removed first whose cells are those of the evidence in random order, so that as large patches go: the fair yardstick; null where it
/// was not measured.
/// </param>
/// <param name="Pictures">Pictures that were averaged.</param>
public sealed record RoadMetrics(double MostRelevantFirst, double LeastRelevantFirst, double RandomOrder, double? RandomMap, int Pictures);
