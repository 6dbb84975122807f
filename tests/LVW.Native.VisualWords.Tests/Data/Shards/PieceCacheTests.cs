using LVW.Native.VisualWords.Data.Shards;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class PieceCacheTests
{
    private readonly ShardPiece[] pieces = [.. Enumerable.Range(0, 5).Select(i => new ShardPiece(i * 100, 100, 1000))];
    private int fetched;

    [Fact]
    public void Pieces_used_last_are_kept_and_the_others_fetched_again()
    {
        var cache = new PieceCache(300);
        foreach (int i in new[] { 0, 1, 2, 0, 3 }) Get(cache, i);
        Assert.Equal(4, fetched);
        Get(cache, 0);
        Assert.Equal(4, fetched);
        Get(cache, 1);
        Assert.Equal(5, fetched);
    }

    [Fact]
    public void A_piece_larger_than_the_cache_is_kept_until_the_next()
    {
        var cache = new PieceCache(50);
        Get(cache, 0);
        Get(cache, 0);
        Assert.Equal(1, fetched);
        Get(cache, 1);
        Get(cache, 0);
        Assert.Equal(3, fetched);
    }

    [Fact]
    public async Task Threads_that_ask_for_one_piece_share_one_fetch()
    {
        var cache = new PieceCache(300);
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        byte[] Slow(ShardPiece piece)
        {
            Interlocked.Increment(ref fetched);
            begun.Set();
            go.Wait(TestContext.Current.CancellationToken);
            return [7];
        }

        Task<byte[]>[] readers = [.. Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(() => cache.Get(pieces[0], Slow), TaskCreationOptions.LongRunning))];
        begun.Wait(TestContext.Current.CancellationToken);

        // Another piece does not wait for it.
        Get(cache, 1);
        go.Set();
        byte[][] all = await Task.WhenAll(readers);
        Assert.All(all, one => Assert.Same(all[0], one));
        Assert.Equal(2, fetched);
    }

    [Fact]
    public void A_fetch_that_fails_is_tried_anew_by_the_next_who_asks()
    {
        var cache = new PieceCache(300);
        Assert.Throws<InvalidOperationException>(() => cache.Get(pieces[0], _ => throw new InvalidOperationException()));
        Get(cache, 0);
        Get(cache, 0);
        Assert.Equal(1, fetched);
    }

    private void Get(PieceCache cache, int i) => Assert.Equal([(byte)i], cache.Get(pieces[i], piece =>
    {
        Interlocked.Increment(ref fetched);
        return [(byte)(piece.Start / 100)];
    }));
}
