namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Where a picture lies in a shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Piece">The neighbours that it comes with.</param>
internal sealed record ShardMember(IShard Shard, long Offset, int Length, ShardPiece Piece)
{
    /// <summary>Its bytes.</summary>
    /// <exception cref="DataException">They cannot be read.</exception>
    public ReadOnlyMemory<byte> Read() => Shard.Read(this);
}
