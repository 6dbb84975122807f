namespace LVW.Native.VisualWords.Backbones;

/// <summary>A ResNet as its paper's table describes it.</summary>
/// <param name="Blocks">Blocks in each layer.</param>
/// <param name="Widths">Channels of each layer; the stem has those of the first.</param>
/// <param name="StemKernel">Side of the first filter.</param>
/// <param name="StemStride">Stride of the first convolution.</param>
/// <param name="StemPooling">Whether a 3×3 max-pooling of stride 2 follows.</param>
internal sealed record ResNetPlan(IReadOnlyList<int> Blocks, IReadOnlyList<int> Widths, int StemKernel, int StemStride, bool StemPooling)
{
    /// <summary>The plan for 224² pictures: 7×7 stem, pooling, widths 64 to 512.</summary>
    public static ResNetPlan ImageNet(params IReadOnlyList<int> blocks) => new(blocks, [64, 128, 256, 512], StemKernel: 7, StemStride: 2, StemPooling: true);
}
