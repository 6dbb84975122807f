namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Pieces of remote shards in memory, those used last; for any number of threads. Who asks for a piece that another thread is fetching waits for that one.</summary>
/// <param name="capacity">Bytes to keep; the piece used last is kept however large it is.</param>
internal sealed class PieceCache(long capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ShardPiece, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = new();
    private long bytes;

    /// <summary>A piece's bytes.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="fetch">Gets it where it is not here; what it throws is thrown to all who wait, and the next who asks tries anew.</param>
    public byte[] Get(ShardPiece piece, Func<ShardPiece, byte[]> fetch)
    {
        LinkedListNode<Entry> node = Find(piece, fetch);
        try
        {
            return node.Value.Content.Value;
        }
        catch
        {
            Remove(piece, node);
            throw;
        }
    }

    private LinkedListNode<Entry> Find(ShardPiece piece, Func<ShardPiece, byte[]> fetch)
    {
        lock (gate)
        {
            if (entries.TryGetValue(piece, out LinkedListNode<Entry>? known))
            {
                recent.Remove(known);
                recent.AddFirst(known);
                return known;
            }

            LinkedListNode<Entry> node = recent.AddFirst(new Entry(piece, new Lazy<byte[]>(() => fetch(piece))));
            entries.Add(piece, node);
            bytes += piece.Length;
            while (bytes > capacity && recent.Count > 1) Drop(recent.Last!);
            return node;
        }
    }

    private void Remove(ShardPiece piece, LinkedListNode<Entry> node)
    {
        lock (gate)
        {
            if (entries.GetValueOrDefault(piece) == node) Drop(node);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        recent.Remove(node);
        entries.Remove(node.Value.Piece);
        bytes -= node.Value.Piece.Length;
    }

    private sealed record Entry(ShardPiece Piece, Lazy<byte[]> Content);
}
