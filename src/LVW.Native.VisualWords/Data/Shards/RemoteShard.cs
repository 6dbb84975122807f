namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A shard on a web server: pictures come in pieces of some MiB, and nothing is written to disk.</summary>
internal sealed class RemoteShard : IShard
{
    private readonly RemoteFileSource source;
    private readonly PieceCache cache;

    private RemoteShard(RemoteFileSource source, PieceCache cache) => (this.source, this.cache) = (source, cache);

    /// <inheritdoc/>
    public string Path => source.Path;

    /// <summary>Reads a shard once from front to end for its index, unless the index is kept and still that of the shard.</summary>
    /// <param name="source">The shard.</param>
    /// <param name="cache">Keeps pieces, of all shards of a set.</param>
    /// <param name="kept">Where the index is kept; null for nowhere.</param>
    /// <exception cref="DataException">It is missing, damaged or cannot be reached, or it is too large for a server that sends no parts.</exception>
    public static (ShardIndex Index, IReadOnlyList<ShardMember> Members) Open(RemoteFileSource source, PieceCache cache, IndexFile? kept)
    {
        if (!source.Exists()) throw source.Missing();
        RemoteIdentity identity = source.Identity!;
        if (!identity.HasRanges && identity.Length > source.Options.WholeShardBytes)
        {
            throw new DataException(
                source.Path,
                $"its server sends no parts of files (no Range), and with {identity.Length >> 20} MiB the shard is too large to be held whole",
                $"Serve it by a server that does, or write shards of at most {source.Options.WholeShardBytes >> 20} MiB");
        }

        ShardIndex? index = kept?.Read(identity);
        if (index is null)
        {
            using RemoteStream stream = source.Open();
            index = ShardIndex.Of(stream, source.Path);
            kept?.Write(identity, index);
        }

        var shard = new RemoteShard(source, cache);
        return (index, ShardPiece.Members(shard, index.Samples, source.Options, isWhole: !identity.HasRanges));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(ShardMember member)
        => cache.Get(member.Piece, Fetch).AsMemory((int)(member.Offset - member.Piece.Start), member.Length);

    private byte[] Fetch(ShardPiece piece)
    {
        using RemoteStream stream = source.Open(piece.Start, piece.Length);
        return stream.ReadWhole(piece.Length);
    }
}
