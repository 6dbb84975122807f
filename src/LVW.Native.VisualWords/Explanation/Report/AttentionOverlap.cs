namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>How far the words' attention covers the base model's: IoU of both maps' top pixels, with the two yardsticks it needs.</summary>
/// <param name="Value">Mean IoU over the test pictures, 0 to 1.</param>
/// <param name="Chance">IoU of two random masks of the same size: t/(2−t) for the top fraction t, 0.334 at 50 %.</param>
/// <param name="CentrePrior">Mean IoU of a fixed blob at the picture's centre with the base model's attention.</param>
public readonly record struct AttentionOverlap(double Value, double Chance, double CentrePrior);
