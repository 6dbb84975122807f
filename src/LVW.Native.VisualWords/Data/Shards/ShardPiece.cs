namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>
/// Neighbouring pictures of a shard: of a remote one, what one request fetches. It begins and ends at pictures' borders, so that no picture needs two. Compared by reference.
/// </summary>
/// <param name="start">Where it begins in the shard.</param>
/// <param name="length">Its bytes.</param>
/// <param name="window">Bytes of the pieces whose pictures are shuffled together.</param>
internal sealed class ShardPiece(long start, int length, long window)
{
    public long Start => start;

    public int Length => length;

    public long Window => window;

    /// <summary>The pictures of a shard in pieces: as many neighbours as fit one, with what lies between them.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="samples">Its pictures, in the order of their bytes.</param>
    /// <param name="options">How large pieces and windows are.</param>
    /// <param name="isWhole">Whether all are one piece, from the shard's first byte.</param>
    public static IReadOnlyList<ShardMember> Members(IShard shard, IReadOnlyList<ShardSample> samples, ShardOptions options, bool isWhole = false)
    {
        var members = new List<ShardMember>(samples.Count);
        for (int first = 0, next; first < samples.Count; first = next)
        {
            long begin = isWhole ? 0 : samples[first].Offset;
            long end = End(samples[first]);
            for (next = first + 1; next < samples.Count && (isWhole || End(samples[next]) - begin <= options.PieceBytes); next++) end = End(samples[next]);
            var piece = new ShardPiece(begin, (int)(end - begin), options.WindowBytes);
            for (int i = first; i < next; i++) members.Add(new ShardMember(shard, samples[i].Offset, samples[i].Length, piece));
        }

        return members;
    }

    private static long End(ShardSample sample) => sample.Offset + sample.Length;
}
