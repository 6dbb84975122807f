namespace LVW.Native.VisualWords.Backbones;

/// <summary>A SqueezeNet as its paper's table describes it.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="StemFilters">Filters of the first convolution, of stride 2.</param>
/// <param name="StemKernel">Their side.</param>
/// <param name="Groups">Fire modules between poolings: channels that each squeezes to, and channels that each of its two kinds of filters expands to. A pooling comes before every group.</param>
internal sealed record SqueezeNetPlan(string Name, int StemFilters, int StemKernel, IReadOnlyList<IReadOnlyList<(int Squeeze, int Expand)>> Groups);
