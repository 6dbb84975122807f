namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>How much of remote shards is held in memory, and how long their servers are borne with.</summary>
internal sealed record ShardOptions
{
    /// <summary>What is used where nobody says otherwise.</summary>
    public static ShardOptions Default { get; } = new();

    /// <summary>Bytes of a piece: what one request asks for.</summary>
    public int PieceBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of the pieces whose pictures are shuffled together.</summary>
    public long WindowBytes { get; init; } = 128 << 20;

    /// <summary>Bytes of pieces that are kept: two windows, for batches are read ahead over the border of one.</summary>
    public long CacheBytes { get; init; } = 256 << 20;

    /// <summary>The largest shard that is held whole, where its server sends no parts.</summary>
    public long WholeShardBytes { get; init; } = 256 << 20;

    /// <summary>Attempts in a row that may bring nothing.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits between two attempts.</summary>
    public Action<TimeSpan> Wait { get; init; } = Thread.Sleep;

    /// <summary>Shards that are indexed at the same time.</summary>
    public int Parallelism { get; init; } = 4;
}
