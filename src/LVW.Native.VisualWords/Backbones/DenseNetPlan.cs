namespace LVW.Native.VisualWords.Backbones;

/// <summary>A DenseNet-BC as its paper's table describes it.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="Growth">k, channels that each layer adds.</param>
/// <param name="Layers">Layers of each dense block; transitions between the blocks halve size and width.</param>
internal sealed record DenseNetPlan(string Name, int Growth, IReadOnlyList<int> Layers)
{
    /// <summary>Channels of the first convolution.</summary>
    public int StemChannels => 2 * Growth;

    /// <summary>Channels that each layer's 1×1 convolution narrows to.</summary>
    public int Bottleneck => 4 * Growth;

    /// <summary>Channels after the last block.</summary>
    public int FeatureChannels
    {
        get
        {
            int channels = StemChannels;
            for (int block = 0; block < Layers.Count; block++)
            {
                if (block > 0) channels /= 2;
                channels += Layers[block] * Growth;
            }

            return channels;
        }
    }
}
