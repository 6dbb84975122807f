using LVW.Native.Engine;

namespace LVW.Native.VisualWords.Words;

/// <summary>What a <see cref="WordHead"/> finds in a batch.</summary>
/// <param name="Embedding">z, [N, h, w, D].</param>
/// <param name="Distances">d, [N, h, w, P]; empty where it was not asked for.</param>
/// <param name="Scores">m, each word's smallest distance, [N, P].</param>
/// <param name="Cells">The place of that distance, row · w + column, [N, P]; the first wins ties.</param>
/// <param name="Similarities">g = s(m), [N, P].</param>
/// <param name="Logits">o = g·Wᵀ, [N, C].</param>
public readonly record struct WordOutput(Tensor Embedding, Tensor Distances, Tensor Scores, IndexTensor Cells, Tensor Similarities, Tensor Logits);
