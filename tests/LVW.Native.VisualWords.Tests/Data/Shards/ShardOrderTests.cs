using FsCheck.Xunit;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Shards;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class ShardOrderTests
{
    private static readonly IShard Shard = new NoShard();

    [Property(MaxTest = 60)]
    public void Every_picture_comes_exactly_once(ulong seed, byte pieces, byte perPiece, ushort window)
    {
        Picture[] pictures = Pictures(pieces % 30, 1 + (perPiece % 7), pieceBytes: 100, window: 1 + (window % 2000));
        Assert.Equal(Enumerable.Range(0, pictures.Length), ShardOrder.Of(pictures, new Philox(seed)).Order());
    }

    [Property(MaxTest = 60)]
    public void No_piece_is_needed_in_two_windows_and_a_window_holds_no_more_than_it_may(ulong seed, byte pieces, byte perPiece, ushort window)
    {
        int room = 1 + (window % 2000);
        Picture[] pictures = Pictures(1 + (pieces % 30), 1 + (perPiece % 7), pieceBytes: 100, room);
        ShardPiece[] order = [.. ShardOrder.Of(pictures, new Philox(seed)).Select(i => pictures[i].Member!.Piece)];

        // A piece is in use from its first picture to its last.
        for (int at = 0; at < order.Length; at++)
        {
            int inUse = order[..(at + 1)].Intersect(order[at..]).Count();
            Assert.True(inUse * 100 <= Math.Max(100, room), $"{inUse} pieces of 100 bytes at {at}, with room for {room}");
        }
    }

    [Fact]
    public void Pieces_of_all_shards_meet_in_a_window()
    {
        Picture[] pictures = Pictures(40, 5, pieceBytes: 100, window: 1000);
        ShardPiece[] all = [.. pictures.Select(picture => picture.Member!.Piece).Distinct()];
        int[] order = ShardOrder.Of(pictures, new Philox(3));
        int[] first = [.. order[..50].Select(i => Array.IndexOf(all, pictures[i].Member!.Piece)).Distinct()];
        Assert.Equal(10, first.Length);
        Assert.True(first.Max() - first.Min() > 15);
        Assert.NotEqual(order[..50].Order(), order[..50]);
    }

    [Fact]
    public void The_order_is_a_function_of_its_random_stream_alone()
    {
        int[] order = ShardOrder.Of(Pictures(20, 4, 100, 500), new Philox(1, 7));
        Assert.Equal(order, ShardOrder.Of(Pictures(20, 4, 100, 500), new Philox(1, 7)));
        Assert.NotEqual(order, ShardOrder.Of(Pictures(20, 4, 100, 500), new Philox(1, 8)));
    }

    [Fact]
    public void Files_and_shards_that_fit_one_window_are_shuffled_all_together_in_one_way()
    {
        Picture[] remote = Pictures(5, 4, pieceBytes: 100, window: 500);
        int[] plain = [.. Enumerable.Range(0, 20)];
        new Philox(1, 7).Shuffle(plain.AsSpan());
        Assert.Equal(plain, ShardOrder.Of(remote, new Philox(1, 7)));
        Assert.Equal(plain, ShardOrder.Of([.. remote.Select(picture => picture with { Member = null })], new Philox(1, 7)));
        Assert.NotEqual(plain, ShardOrder.Of(Pictures(5, 4, pieceBytes: 100, window: 499), new Philox(1, 7)));
    }

    private static Picture[] Pictures(int pieces, int perPiece, int pieceBytes, long window)
        => [.. Enumerable.Range(0, pieces).Select(p => new ShardPiece(p * pieceBytes, pieceBytes, window)).SelectMany((piece, p) => Enumerable.Range(0, perPiece)
            .Select(i => new Picture($"{p}/{i}", 0, $"{p}/{i}") { Member = new ShardMember(Shard, piece.Start, 1, piece) }))];

    private sealed class NoShard : IShard
    {
        public string Path => "no.tar";

        public ReadOnlyMemory<byte> Read(ShardMember member) => throw new NotSupportedException();
    }
}
