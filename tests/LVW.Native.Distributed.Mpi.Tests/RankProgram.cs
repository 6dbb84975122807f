using System.Globalization;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>What a rank does under mpirun: every call, with numbers that tell who brought them. Rank 0 prints a line for each; whoever finds another number throws.</summary>
internal static class RankProgram
{
    /// <summary>A block of 40 MB, longer than any message that MPI sends at once.</summary>
    private const int Large = 10_000_000;

    private static readonly int[] Lengths = [1, Large, 1000, 0, 65_537];

    public static int Run(string[] work)
    {
        switch (work)
        {
            case ["calls"]:
                Calls();
                return 0;
            case ["abort", string code]:
                using (MpiCollective ranks = MpiCollective.Open(MpiLaunch.OfProcess()))
                {
                    // Rank 0 waits for what the last one never brings.
                    if (ranks.Rank == ranks.Size - 1) ranks.Abort(int.Parse(code, CultureInfo.InvariantCulture));
                    ranks.Barrier();
                }

                return 0;
            case ["slow"]:
                Slow();
                return 0;
            default:
                return 2;
        }
    }

    // All have been asked to stop and rank 0 is slow: the others wait for it where all meet, and for no sum.
    private static void Slow()
    {
        TimeSpan patience = TimeSpan.FromMilliseconds(300);
        using MpiCollective ranks = MpiCollective.Open(MpiLaunch.OfProcess(), new CancellationToken(canceled: true), patience);
        if (ranks.Rank == 0) Thread.Sleep(5 * patience);
        ranks.Barrier();
        if (ranks.Rank == 0)
        {
            Console.WriteLine("all have met");
            Thread.Sleep(TimeSpan.FromMinutes(2));
        }

        RequireFault("do not answer");
        RequireFault("has lost the others");
        ranks.Abort(9);

        void RequireFault(string words)
        {
            try
            {
                ranks.Sum(1);
            }
            catch (CollectiveException fault) when (fault.Message.Contains(words, StringComparison.Ordinal))
            {
                return;
            }

            Require(false, $"there is a sum, or an error without \"{words}\"");
        }
    }

    private static void Calls()
    {
        using MpiCollective ranks = MpiCollective.Open(MpiLaunch.OfProcess());
        int sum = Enumerable.Range(1, ranks.Size).Sum();
        Doubles(ranks, sum);
        Floats(ranks, sum);
        Bytes(ranks);
        if (ranks.Rank == 0) Console.WriteLine($"{ranks.Size} ranks agree over {ranks.Description}");
    }

    private static void Doubles(MpiCollective ranks, int sum)
    {
        double[] values = [.. Enumerable.Range(0, 1001).Select(i => (ranks.Rank + 1) * (i + 1e-12))];
        ranks.AllReduce(values);
        for (int i = 0; i < values.Length; i++) Require(Math.Abs(values[i] - (sum * (i + 1e-12))) <= 1e-15 * sum * (i + 1), $"double {i} is {values[i]:r}");
        ranks.AllReduce(Span<double>.Empty);
    }

    // All of them are under way at once, twice over, for what is used again.
    private static void Floats(MpiCollective ranks, int sum)
    {
        ReductionBlock[] blocks = [.. Lengths.Select(length => new ReductionBlock(length))];
        for (int round = 0; round < 2; round++)
        {
            foreach (ReductionBlock block in blocks)
            {
                block.Clear();
                Span<float> values = block.Extend(block.Capacity);
                for (int i = 0; i < values.Length; i++) values[i] = (ranks.Rank + 1) * ((i % 1000) + round);
                ranks.BeginAllReduce(block);
            }

            // Not in the order in which they began.
            foreach (ReductionBlock block in blocks.Reverse()) ranks.Wait(block);
            foreach (ReductionBlock block in blocks)
            {
                for (int i = 0; i < block.Length; i++) Require(block.Values[i] == sum * ((i % 1000) + round), $"float {i} of {block.Length} is {block.Values[i]:r}");
            }
        }

        foreach (ReductionBlock block in blocks) block.Dispose();
        float[] few = [ranks.Rank + 1, 0.5f];
        ranks.AllReduce(few.AsSpan());
        Require(few is [var whole, var half] && whole == sum && half == ranks.Size / 2f, $"floats are {few[0]:r} and {few[1]:r}");
    }

    private static void Bytes(MpiCollective ranks)
    {
        int[][] each = ranks.GatherEach(Enumerable.Repeat(ranks.Rank, ranks.Rank * 3).ToArray());
        for (int rank = 0; rank < ranks.Size; rank++) Require(each[rank].Length == rank * 3 && each[rank].All(value => value == rank), $"rank {rank} gave {string.Join(' ', each[rank])}");
        Require(ranks.GatherTexts($"I am {ranks.Rank}").SequenceEqual(Enumerable.Range(0, ranks.Size).Select(rank => $"I am {rank}")), "texts");
        for (int root = 0; root < ranks.Size; root++)
        {
            long[] values = [.. Enumerable.Range(0, 70_000).Select(i => ((long)ranks.Rank << 32) + i)];
            ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), root);
            for (int i = 0; i < values.Length; i++) Require(values[i] == ((long)root << 32) + i, $"broadcast {i} of rank {root} is {values[i]}");
        }

        Require(ranks.FromFirst(ranks.Rank == 0 ? new byte[123] : []).Length == 123, "bytes of rank 0");
        for (int i = 0; i < 100; i++) ranks.Barrier();
        Require(ranks.Sum(1) == ranks.Size, "sum of ones");
    }

    private static void Require(bool right, string what)
    {
        if (!right) throw new InvalidOperationException(what);
    }
}
