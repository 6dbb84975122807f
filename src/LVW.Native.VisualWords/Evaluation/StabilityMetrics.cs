namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Stability of explanations on the test pictures (after Alvarez-Melis and Jaakkola 2018; Hoffmann et al. 2021 on JPEG; Huang et al. 2023 on noise).</summary>
/// <param name="Noise">Gaussian noise of deviation 0.02 of the range of values, which a person hardly sees.</param>
/// <param name="Jpeg">The view stored as JPEG of quality 50 and read again.</param>
/// <param name="OtherPicture">The yardstick: another test picture; null where there is no other.</param>
/// <param name="Pictures">Pictures that were averaged.</param>
public sealed record StabilityMetrics(StabilityScore Noise, StabilityScore Jpeg, StabilityScore? OtherPicture, int Pictures);
