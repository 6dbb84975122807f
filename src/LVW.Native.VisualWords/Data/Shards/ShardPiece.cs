namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Neighbouring pictures of a remote shard, fetched by one request: it begins and ends at pictures' borders, so that none needs two. Compared by reference.</summary>
/// <param name="start">Where it begins in the shard.</param>
/// <param name="length">Its bytes.</param>
/// <param name="window">Bytes of the pieces whose pictures are shuffled together.</param>
internal sealed class ShardPiece(long start, int length, long window)
{
    public long Start => start;

    public int Length => length;

    public long Window => window;
}
