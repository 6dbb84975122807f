using LVW.Native.Engine;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Losses;

/// <summary>What a batch is held against.</summary>
/// <param name="Labels">The true classes, [N].</param>
/// <param name="Attention">G, the base model's attention, [N, h, w] in [0, 1]; empty where it takes no part.</param>
/// <param name="BaseLogits">The base model's logits, [N, C]; empty where they take no part.</param>
/// <param name="Share">What the pictures are of a step that ranks share; null where they are all of it.</param>
public readonly record struct LossTargets(IndexTensor Labels, Tensor Attention = default, Tensor BaseLogits = default, StepShare? Share = null);
