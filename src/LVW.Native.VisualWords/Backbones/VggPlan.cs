namespace LVW.Native.VisualWords.Backbones;

/// <summary>A VGG as its paper's table describes it.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="Convolutions">3×3 convolutions in each group.</param>
/// <param name="Normalized">Whether batch normalisation follows each.</param>
internal sealed record VggPlan(string Name, IReadOnlyList<int> Convolutions, bool Normalized)
{
    private const int MostChannels = 512;

    /// <summary>Channels of a group: doubled from 64, at most 512.</summary>
    public static int Width(int group) => Math.Min(64 << group, MostChannels);
}
