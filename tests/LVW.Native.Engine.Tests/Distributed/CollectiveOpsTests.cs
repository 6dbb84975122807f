using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Testing.Distributed;
using Xunit;

namespace LVW.Native.Engine.Tests.Distributed;

public sealed class CollectiveOpsTests
{
    [Fact]
    public void Values_of_different_number_are_collected_in_the_order_of_ranks()
    {
        int[][] results = ThreadRanks.Run(3, ranks => ranks.Gather(Enumerable.Repeat(ranks.Rank, 2 * ranks.Rank).ToArray()));
        Assert.All(results, all => Assert.Equal([1, 1, 2, 2, 2, 2], all));
        string[][] texts = ThreadRanks.Run(2, ranks => ranks.GatherTexts(ranks.Rank == 0 ? "" : "Grüße"));
        Assert.All(texts, all => Assert.Equal(["", "Grüße"], all));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(60)]
    public void Values_that_are_too_many_for_one_call_are_collected_in_several(long largestCall)
    {
        int[][][] results = ThreadRanks.Run(3, ranks => CollectiveOps.GatherEach(ranks, [.. Enumerable.Range(100 * ranks.Rank, 4 * ranks.Rank)], largestCall));
        Assert.All(results, each => Assert.Equal([[], [100, 101, 102, 103], [200, 201, 202, 203, 204, 205, 206, 207]], each));
    }

    [Fact]
    public void A_block_that_is_still_being_added_up_keeps_its_memory()
    {
        var block = new ReductionBlock(1) { Pending = "a reduction" };
        block.Extend(1)[0] = 7;
        block.Dispose();
        Assert.Equal(7, block.Values[0]);
    }

    [Fact]
    public void What_the_first_has_all_get()
    {
        byte[][] bytes = ThreadRanks.Run(3, ranks => ranks.FromFirst(ranks.Rank == 0 ? [7, 8, 9] : []));
        Assert.All(bytes, all => Assert.Equal([7, 8, 9], all));
        Assert.All(ThreadRanks.Run(2, ranks => ranks.FromFirst(ranks.Rank == 0 ? "yes" : null)), text => Assert.Equal("yes", text));
    }

    [Fact]
    public void Sums_are_those_of_all_ranks_and_a_process_alone_keeps_its_own()
    {
        Assert.Equal([6, 6, 6], ThreadRanks.Run(3, ranks => ranks.Sum(ranks.Rank + 1)));
        float[][] floats = ThreadRanks.Run(2, ranks =>
        {
            float[] values = [ranks.Rank, 10];
            ranks.AllReduce(values);
            return values;
        });
        Assert.All(floats, values => Assert.Equal([1f, 20f], values));
        int[] own = [4, 5];
        Assert.Same(own, new SingleProcess().Gather(own));
        Assert.Equal(2.5, new SingleProcess().Sum(2.5));
    }

    [Fact]
    public void A_rank_that_fails_ends_the_others_and_its_fault_is_the_one_that_is_told()
    {
        var fault = Assert.Throws<InvalidDataException>(() => ThreadRanks.Run(3, ranks =>
        {
            if (ranks.Rank == 1) throw new InvalidDataException("torn");
            ranks.Barrier();
            return 0;
        }));
        Assert.Equal("torn", fault.Message);
    }

    [Fact]
    public void Ranks_that_bring_different_numbers_of_values_to_one_sum_are_told_so()
        => Assert.Throws<CollectiveException>(() => ThreadRanks.Run(2, ranks =>
        {
            ranks.AllReduce(new double[1 + ranks.Rank]);
            return 0;
        }));
}
