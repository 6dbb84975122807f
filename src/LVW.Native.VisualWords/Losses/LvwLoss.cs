using LVW.Native.Engine;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <summary>
/// L = L_ce + 0.8·L_clst + 1e-4·L_1 + 10·L_att with the paper's weights; where they are switched on, one minus the correlation of the maps of
/// L_att, and a distillation of the base model's logits. Where words belong to classes, L_clst looks at a picture's own, L_1 at the weights to other classes, and a separation term may join (Chen et al. 2019).
/// </summary>
/// <param name="weights">The weights of the terms.</param>
/// <param name="side">Side of the input in pixels: the size at which attention is compared.</param>
/// <param name="shared">Whether words serve all classes, or each its <see cref="NominalClass"/> alone.</param>
/// <param name="ranks">The processes that share a step's pictures; null for one. Each computes the terms of its own pictures; weighted by its share they add up to those of all.</param>
public sealed class LvwLoss(LossSettings weights, int side, bool shared = true, ICollective? ranks = null)
{
    // Maps of words that answer alike everywhere have deviations of a tenth or more; a flatter one must not outweigh a whole batch.
    private const float SmallestDeviation = 1e-3f;

    /// <summary>The loss of a batch; terms of weight 0, other than cross-entropy, and those without a target are left out.</summary>
    /// <param name="head">The head that produced the output.</param>
    /// <param name="output">What the words found.</param>
    /// <param name="targets">What the batch is held against.</param>
    public LossBreakdown Compute(WordHead head, WordOutput output, LossTargets targets)
    {
        ArgumentNullException.ThrowIfNull(head);
        Tensor crossEntropy = output.Logits.CrossEntropy(targets.Labels, (float)weights.LabelSmoothing);
        int[] labels = shared ? [] : targets.Labels.ToArray();
        int classes = head.Options.Classes;
        Tensor cluster = weights.Cluster <= 0 ? default : shared ? output.Scores.Min(1).Mean() : ClassWords.Cluster(output.Scores, labels, classes);
        Tensor separation = weights.Separation <= 0 || shared || classes < 2 ? default : ClassWords.Separation(output.Scores, labels, classes);
        Tensor coverage = weights.Coverage <= 0 ? default : Coverage(output.Scores, labels, classes, targets.Share);
        Tensor last = weights.L1 > 0 ? head.Last.In(output.Logits.Step) : default;
        Tensor l1 = weights.L1 <= 0 ? default : shared ? last.L1Norm() : ClassWords.L1(last);
        Tensor attention = Alignment(head, output, targets.Attention, weights.Attention, AlignmentMeasure.SquaredError);
        Tensor correlation = Alignment(head, output, targets.Attention, weights.Correlation, AlignmentMeasure.Correlation);
        Tensor distillation = weights.Distillation > 0 && !targets.BaseLogits.IsEmpty
            ? output.Logits.KlDivergence(targets.BaseLogits, (float)weights.Temperature)
            : default;
        Tensor total = Plus(default, crossEntropy, weights.CrossEntropy);
        total = Plus(total, cluster, weights.Cluster);
        total = Plus(total, separation, weights.Separation);
        total = Plus(total, coverage, weights.Coverage);
        total = Plus(total, l1, weights.L1);
        total = Plus(total, attention, weights.Attention);
        total = Plus(total, correlation, weights.Correlation);
        total = Plus(total, distillation, weights.Distillation);
        return new LossBreakdown(total, crossEntropy, cluster, separation, coverage, l1, attention, correlation, distillation);
    }

    // The nearest patch of a word lies in one picture of the step, so one rank has its distance; the others leave the word out.
    private Tensor Coverage(Tensor scores, int[] labels, int classes, StepShare? share)
    {
        int words = scores.Shape[1];
        if (ranks is not { Size: > 1 } || share is not { } part) return shared ? scores.Min(0).Mean() : ClassWords.Coverage(scores, labels, classes);
        Tensor nearest = shared ? scores.Min(0) : ClassWords.Nearest(scores, labels, classes);
        float[] shares = shared ? [.. Enumerable.Repeat(1f / words, words)] : ClassWords.Shares(part.Labels, words, classes);
        return nearest.Multiply(scores.Step.Input(NearestRank.Keep(ranks, nearest.ToArray(), shares, part), [words])).Sum();
    }

    private static Tensor Plus(Tensor sum, Tensor term, double weight)
    {
        if (term.IsEmpty) return sum;
        Tensor weighted = weight == 1 ? term : term.Multiply((float)weight);
        return sum.IsEmpty ? weighted : sum.Add(weighted);
    }

    private Tensor Alignment(WordHead head, WordOutput output, Tensor attention, double weight, AlignmentMeasure measure)
    {
        if (weight <= 0 || attention.IsEmpty) return default;
        if (output.Distances.IsEmpty) throw new InvalidOperationException("LvwLoss: the terms that align maps need every distance. Call Read with maps: true.");
        int words = Math.Min(weights.AttentionWords, head.Options.Words);
        if (!(head.Options.Epsilon > 0))
        {
            throw new ArgumentException($"LvwLoss: the head's epsilon is {head.Options.Epsilon}; the terms that align maps compute log((d + 1)/(d + ε)) and need ε above 0.");
        }

        var options = new AttentionAlignmentOptions(words, side, side, weights.AlignCorners, Epsilon: head.Options.Epsilon, Measure: measure);
        if (measure == AlignmentMeasure.Correlation) options = options with { Delta = SmallestDeviation };
        return AttentionAlignmentOp.Apply(output.Distances, output.Scores, attention, options);
    }
}
