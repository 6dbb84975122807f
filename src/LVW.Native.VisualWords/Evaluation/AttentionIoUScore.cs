namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Overlap of the words' attention with the base model's at one mask size, with its yardsticks.</summary>
/// <param name="Fraction">t, the share of pixels that both masks keep.</param>
/// <param name="Words">Mean IoU of the K nearest words' maps, merged by their maximum.</param>
/// <param name="Evidence">Mean IoU of the map of positive contributions to the predicted class.</param>
/// <param name="CentrePrior">Mean IoU of a fixed blob at the centre.</param>
/// <param name="Chance">IoU that two independent random masks have on average.</param>
/// <param name="Pictures">Pictures that were averaged; those whose attention is nowhere positive are left out.</param>
public readonly record struct AttentionIoUScore(double Fraction, double Words, double Evidence, double CentrePrior, double Chance, int Pictures);
