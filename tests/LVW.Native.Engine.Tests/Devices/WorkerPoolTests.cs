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

    private readonly struct Throw : IParallelJob
    {
        public void Execute(int index, int worker)
        {
            if (index == 13) throw new InvalidOperationException("chunk 13");
        }
    }
}
