namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How alike the words' maps and the base model's attention are, with the yardsticks that the number needs; means over pictures.</summary>
/// <param name="Words">The K nearest words' maps, merged by their maximum.</param>
/// <param name="Evidence">The map of positive contributions to the predicted class.</param>
/// <param name="CentrePrior">A fixed blob at the centre.</param>
/// <param name="OtherPicture">The words' maps against the attention for another picture: what is common to all pictures; null where there is no other.</param>
/// <param name="Chance">The words' maps against the attention with its cells in random order.</param>
/// <param name="Pictures">Pictures that were averaged; those whose attention is nowhere positive are left out.</param>
public sealed record MapScore(double Words, double Evidence, double CentrePrior, double? OtherPicture, double Chance, int Pictures);
