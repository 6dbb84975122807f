using FsCheck;
using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_chunk_is_executed_exactly_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int run = 0; run < 2000; run++)
        {
            int[] executed = new int[run % 37];
            var job = new Count(executed);
            pool.Run(executed.Length, ref job);
            Assert.All(executed, times => Assert.Equal(1, times));
        }
    }

    [Property(MaxTest = 60)]
    public void No_chunk_is_lost_or_executed_twice_whatever_the_numbers(byte threads, ushort chunks)
    {
        using var pool = new WorkerPool(1 + (threads % 64));
        int[] executed = new int[chunks % 3000];
        var job = new Count(executed);
        for (int run = 0; run < 5; run++) pool.Run(executed.Length, ref job);
        Assert.All(executed, times => Assert.Equal(5, times));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    public void A_run_from_inside_a_chunk_is_refused(int threads, int chunks)
    {
        using var pool = new WorkerPool(threads);
        var job = new Nested(pool);
        string message = Assert.Throws<InvalidOperationException>(() => pool.Run(chunks, ref job)).Message;
        Assert.Contains("inside a chunk", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_from_inside_a_workers_chunk_is_refused_too()
    {
        using var pool = new WorkerPool(2);
        int[] started = new int[1];
        var job = new NestedInWorker(pool, started);
        Assert.Contains("inside a chunk", Assert.Throws<InvalidOperationException>(() => pool.Run(2, ref job)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Workers_of_pools_that_have_nothing_to_do_go_to_sleep_and_wake_again()
    {
        WorkerPool[] pools = [.. Enumerable.Range(0, 4).Select(_ => new WorkerPool(8))];
        for (int round = 0; round < 2; round++)
        {
            foreach (WorkerPool pool in pools)
            {
                int[] executed = new int[50];
                var job = new Count(executed);
                pool.Run(50, ref job);
                Assert.All(executed, times => Assert.Equal(1, times));
            }

            Assert.True(SpinWait.SpinUntil(() => pools.All(pool => pool.Sleeping == 7), TimeSpan.FromMinutes(1)));
        }

        foreach (WorkerPool pool in pools) pool.Dispose();
    }

    [Fact]
    public void The_first_exception_of_a_chunk_reaches_the_caller_and_the_pool_lives_on()
    {
        using var pool = new WorkerPool(3);
        var bad = new Throw();
        Assert.Throws<InvalidOperationException>(() => pool.Run(20, ref bad));
        int[] executed = new int[20];
        var good = new Count(executed);
        pool.Run(20, ref good);
        Assert.All(executed, times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using var pool = new WorkerPool(1);
        var job = new Count(new int[8]);
        pool.Run(8, ref job);
        long before = GC.GetAllocatedBytesForCurrentThread();
        pool.Run(8, ref job);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private readonly struct Count(int[] executed) : IParallelJob
    {
        public void Execute(int index, int worker) => Interlocked.Increment(ref executed[index]);
    }

    private readonly struct Nested(WorkerPool pool) : IParallelJob
    {
        public void Execute(int index, int worker)
        {
            var inner = new Count(new int[3]);
            pool.Run(3, ref inner);
        }
    }

    // The caller holds its chunk until the worker has taken the other.
    private readonly struct NestedInWorker(WorkerPool pool, int[] started) : IParallelJob
    {
        public void Execute(int index, int worker)
        {
            if (worker == 0)
            {
                while (Volatile.Read(ref started[0]) == 0) Thread.Yield();
                return;
            }

            Volatile.Write(ref started[0], 1);
            var inner = new Count(new int[3]);
            pool.Run(3, ref inner);
        }
    }

    private readonly struct Throw : IParallelJob
    {
        public void Execute(int index, int worker)
        {
            if (index == 13) throw new InvalidOperationException("chunk 13");
        }
    }
}
