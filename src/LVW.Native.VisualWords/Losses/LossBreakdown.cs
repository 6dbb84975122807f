using LVW.Native.Engine;

namespace LVW.Native.VisualWords.Losses;

/// <summary>The terms of the loss, unweighted, and their weighted sum; terms that did not take part are empty.</summary>
/// <param name="Total">L, the weighted sum: what is minimised.</param>
/// <param name="CrossEntropy">L_ce.</param>
/// <param name="Cluster">L_clst.</param>
/// <param name="Separation">Where words belong to classes: minus the mean distance to the nearest word of another class.</param>
/// <param name="Coverage">Mean distance of each word to its nearest patch in the batch.</param>
/// <param name="L1">L_1.</param>
/// <param name="Attention">L_att.</param>
/// <param name="Correlation">1 − ρ of the words' map and the base model's attention.</param>
/// <param name="Distillation">Divergence from the base model's prediction.</param>
public readonly record struct LossBreakdown(
    Tensor Total, Tensor CrossEntropy, Tensor Cluster, Tensor Separation, Tensor Coverage, Tensor L1, Tensor Attention, Tensor Correlation, Tensor Distillation)
{
    /// <summary>The terms that took part, by the names that logs use.</summary>
    public IEnumerable<(string Name, Tensor Value)> Terms()
    {
        (string, Tensor)[] all =
        [
            ("total", Total), ("crossEntropy", CrossEntropy), ("cluster", Cluster), ("separation", Separation), ("coverage", Coverage), ("l1", L1),
            ("attention", Attention), ("correlation", Correlation), ("distillation", Distillation),
        ];
        return all.Where(term => !term.Item2.IsEmpty);
    }
}
