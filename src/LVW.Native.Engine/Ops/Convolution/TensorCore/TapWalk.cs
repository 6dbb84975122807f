using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>Depth of a convolution: tap after tap, and 32 channels at a time within a tap; the last channels of a tap fill a tile with zeros.</summary>
/// <param name="columns">Taps in a row.</param>
/// <param name="channels">Channels of a tap.</param>
internal struct TapWalk(int columns, int channels) : IDepthWalk
{
    /// <summary>The tile's row of taps.</summary>
    public int Row;

    /// <summary>The tile's tap in the row.</summary>
    public int Column;

    /// <summary>The tile's first channel.</summary>
    public int Channel;

    private readonly int columns = columns;
    private readonly int channels = channels;

    /// <summary>Tiles of so many taps.</summary>
    public static int Tiles(int taps, int channels) => taps * TilesOfTap(channels);

    public void Seek(int tile)
    {
        int tap = tile / TilesOfTap(channels);
        Channel = (tile - (tap * TilesOfTap(channels))) * Ring.Depth;
        Row = tap / columns;
        Column = tap - (Row * columns);
    }

    public void Next()
    {
        Channel += Ring.Depth;
        if (Channel < channels) return;
        Channel = 0;
        Column++;
        if (Column < columns) return;
        Column = 0;
        Row++;
    }

    private static int TilesOfTap(int channels) => (channels + Ring.Depth - 1) / Ring.Depth;
}
