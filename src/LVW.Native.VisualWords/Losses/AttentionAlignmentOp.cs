using LVW.Native.Engine;
using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Losses;

/// <summary>
/// L_att, the attention-guided semantic alignment of Learnable Visual Words: for each picture the similarity maps of its K nearest words
/// are upsampled, merged by their maximum A and compared with the base model's attention G: mean over pictures and pixels of (Â − G)²,
/// Â = A / (max A + δ), or mean over pictures of 1 − ρ, Pearson's correlation over the pixels (<see cref="AlignmentMeasure"/>).
/// </summary>
/// <remarks>
/// One fused pass: no upsampled map of a word ever reaches memory. The choice of the K words is not differentiated; the gradient flows
/// through max A, or through means and deviations, and to every cell of the chosen maps. Where maps tie, the nearer word takes the gradient.
/// </remarks>
public sealed partial class AttentionAlignmentOp : Op
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private Tensor similarity;
    private Storage? cellGradients;
    private Storage? chosen;
    private AlignmentSizes sizes;

    private interface IKernels
    {
        void Forward(in AlignmentSizes sizes, Storage similarity, Storage scores, Storage attention, Storage loss, Storage? cellGradients, Storage? chosen);

        void Backward(in AlignmentSizes sizes, in Saved saved, Storage dloss, Storage dsimilarity, bool accumulate);
    }

    /// <summary>Computes the loss.</summary>
    /// <param name="similarity">s, [N, h, w, P], or the distances if the options hold an ε.</param>
    /// <param name="scores">m, each word's smallest distance over the picture, [N, P]; decides which K words take part.</param>
    /// <param name="attention">G, the base model's attention on the feature grid, [N, h′, w′], in [0, 1].</param>
    /// <param name="options">K, sizes, resampling rule, measure, δ.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Apply(Tensor similarity, Tensor scores, Tensor attention, AttentionAlignmentOptions options)
    {
        Shape s = similarity.Shape;
        if (s.Rank != 4 || scores.Shape != new Shape(s[0], s[3]) || attention.Shape.Rank != 3 || attention.Shape[0] != s[0])
        {
            throw new ArgumentException(
                $"AttentionAlignment: similarity {s} needs scores [N, P] and attention [N, h, w] but got {scores.Shape} and {attention.Shape}.");
        }

        if (options.Words < 1 || options.Words > s[3])
        {
            throw new ArgumentException($"AttentionAlignment: K = {options.Words} words were asked for but the model has {s[3]}. Choose K between 1 and {s[3]}.");
        }

        if (!Enum.IsDefined(options.Measure)) throw new ArgumentException($"AttentionAlignment: there is no measure {options.Measure}. Choose SquaredError or Correlation.");
        Step step = similarity.Step;
        Tensor loss = step.Allocate([]);
        bool records = step.Records(similarity);
        Storage? gradients = records ? step.Device.Rent((long)s[0] * options.Words * s[1] * s[2]) : null;
        Storage? chosen = records ? step.Device.Rent((long)s[0] * options.Words) : null;
        AlignmentSizes sizes = SizesOf(s, attention.Shape, options);
        Kernels.For(step.Device).Forward(sizes, similarity.Storage, scores.Storage, attention.Storage, loss.Storage, gradients, chosen);
        if (records)
        {
            AttentionAlignmentOp op = step.Record<AttentionAlignmentOp>(loss);
            op.similarity = similarity;
            op.cellGradients = gradients;
            op.chosen = chosen;
            op.sizes = sizes;
        }

        return loss;
    }

    /// <inheritdoc/>
    protected override void Backward(Gradients gradients)
    {
        if (!gradients.Wants(similarity)) return;
        Storage target = gradients.For(similarity, out bool accumulate);
        Kernels.For(similarity.Device).Backward(
            sizes, new Saved(similarity.Storage, cellGradients!, chosen!), gradients.Of(Output), target, accumulate);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        if (cellGradients is null) return;
        Output.Device.Return(cellGradients);
        Output.Device.Return(chosen!);
        cellGradients = null;
        chosen = null;
    }

    private static AlignmentSizes SizesOf(Shape similarity, Shape attention, AttentionAlignmentOptions options)
        => new(similarity[0], similarity[1], similarity[2], similarity[3], attention[1], attention[2], options);

    /// <param name="Similarity">The input.</param>
    /// <param name="CellGradients">The gradient of every cell of every chosen map, by its similarity, [N, K, h, w].</param>
    /// <param name="Chosen">The chosen words, [N, K].</param>
    private readonly record struct Saved(Storage Similarity, Storage CellGradients, Storage Chosen);
}
