using LVW.Native.Engine;

namespace LVW.Native.VisualWords.Losses;

/// <summary>What a batch is held against.</summary>
/// <param name="Labels">The true classes, [N].</param>
/// <param name="Attention">G, the base model's attention, [N, h, w] in [0, 1]; empty where it takes no part.</param>
/// <param name="BaseLogits">The base model's logits, [N, C]; empty where they take no part.</param>
public readonly record struct LossTargets(IndexTensor Labels, Tensor Attention = default, Tensor BaseLogits = default);
