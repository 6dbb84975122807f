using System.Security.Cryptography;
using System.Text;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>
/// The order of an epoch: a function of the pictures and of one random stream alone. Pictures in files of their own, and shards that fit one window, are shuffled all together.
/// Of larger shards the pieces are shuffled, over all shards, and then the pictures within each window of pieces: so each piece is fetched once an epoch, and a window
/// is drawn from many places of the set rather than from one shard. Shards on disk have the order of remote ones, for a run may go on where they lie elsewhere.
/// </summary>
internal static class ShardOrder
{
    /// <summary>Indices of all pictures, each once.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="random">The epoch's own stream.</param>
    public static int[] Of(IReadOnlyList<Picture> pictures, Philox random)
    {
        int[] order = [.. Enumerable.Range(0, pictures.Count)];
        long window = pictures.Count == 0 ? 0 : pictures.Max(picture => picture.Member?.Piece.Window ?? 0);
        if (window == 0) return Shuffled(order, random);

        IGrouping<ShardPiece?, int>[] pieces = [.. order.GroupBy(i => pictures[i].Member?.Piece)];
        if (pieces.Sum(Bytes) <= window) return Shuffled(order, random);
        random.Shuffle(pieces.AsSpan());
        var windows = new List<int>(order.Length);
        for (int first = 0, next; first < pieces.Length; first = next)
        {
            long bytes = Bytes(pieces[first]);
            for (next = first + 1; next < pieces.Length && bytes + Bytes(pieces[next]) <= window; next++) bytes += Bytes(pieces[next]);
            windows.AddRange(Shuffled([.. pieces[first..next].SelectMany(piece => piece)], random));
        }

        return [.. windows];
    }

    /// <summary>Makes sure that all ranks shuffle alike, or their shares of a step would not fit together: pieces depend on who serves the shards.</summary>
    /// <exception cref="CollectiveException">A rank's order is another than that of rank 0.</exception>
    public static void RequireSame(ICollective ranks, IReadOnlyList<Picture> pictures, ulong seed)
    {
        if (ranks.Size == 1) return;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int index in Of(pictures, new Philox(seed))) hash.AppendData(Encoding.UTF8.GetBytes($"{pictures[index].Key}\n"));
        string[] orders = ranks.GatherTexts(Convert.ToHexString(hash.GetHashAndReset()));
        int other = Array.FindIndex(orders, order => order != orders[0]);
        if (other < 0) return;
        throw new CollectiveException(
            $"ranks: rank {other} would take the pictures in another order than rank 0. Let all ranks read shards from disks, or all over HTTP from a server that sends parts of files (Range).");
    }

    private static int[] Shuffled(int[] indices, Philox random)
    {
        random.Shuffle(indices.AsSpan());
        return indices;
    }

    private static long Bytes(IGrouping<ShardPiece?, int> piece) => piece.Key?.Length ?? 0;
}
