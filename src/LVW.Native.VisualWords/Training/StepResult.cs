using LVW.Native.Engine;

namespace LVW.Native.VisualWords.Training;

/// <summary>What the forward pass of a step gives.</summary>
/// <param name="Loss">The loss to minimise.</param>
/// <param name="Logits">[N, C], for the accuracy.</param>
/// <param name="Terms">Terms of the loss to log.</param>
internal readonly record struct StepResult(Tensor Loss, Tensor Logits, IReadOnlyList<(string Name, Tensor Value)> Terms);
