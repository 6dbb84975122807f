using LVW.Native.Engine.Distributed;

namespace LVW.Native.Engine.Testing.Distributed;

/// <summary>Ranks as threads of one process: what needs several ranks can be tested without MPI. Sums are taken in the order of ranks.</summary>
public sealed class ThreadRanks
{
    private readonly int size;
    private readonly object gate = new();
    private readonly Dictionary<long, Array?[]> meetings = [];
    private readonly Dictionary<long, int> left = [];
    private Exception? failure;

    private readonly bool readsDeviceMemory;

    private ThreadRanks(int size, bool readsDeviceMemory) => (this.size, this.readsDeviceMemory) = (size, readsDeviceMemory);

    /// <summary>Runs the same work on every rank and collects what they return.</summary>
    /// <param name="size">Number of ranks.</param>
    /// <param name="work">The work of a rank.</param>
    /// <param name="readsDeviceMemory">Whether blocks may lie in a device's memory; only an emulated device's is the process's own.</param>
    /// <returns>The results in the order of ranks.</returns>
    /// <exception cref="Exception">The first failure of a rank; the others end with a <see cref="CollectiveException"/>.</exception>
    public static T[] Run<T>(int size, Func<ICollective, T> work, bool readsDeviceMemory = false)
    {
        var ranks = new ThreadRanks(size, readsDeviceMemory);
        T[] results = new T[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() => ranks.One(rank, work, results)) { Name = $"rank {rank}" })];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (ranks.failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ranks.failure);
        return results;
    }

    private void One<T>(int rank, Func<ICollective, T> work, T[] results)
    {
        try
        {
            results[rank] = work(new Member(this, rank));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        lock (gate)
        {
            if (failure is null or CollectiveException) failure = exception;
            Monitor.PulseAll(gate);
        }
    }

    private void Bring(long meeting, int rank, Array values)
    {
        lock (gate)
        {
            if (!meetings.TryGetValue(meeting, out Array?[]? brought)) meetings.Add(meeting, brought = new Array?[size]);
            brought[rank] = values;
            Monitor.PulseAll(gate);
        }
    }

    // What all have brought; the last to come for it clears it away.
    private Array[] Fetch(long meeting)
    {
        lock (gate)
        {
            while (failure is null && meetings[meeting].Any(values => values is null)) Monitor.Wait(gate);
            if (failure is not null) throw new CollectiveException("ThreadRanks: another rank has failed.");
            Array[] all = [.. meetings[meeting].Select(values => values!)];
            left[meeting] = left.GetValueOrDefault(meeting) + 1;
            if (left[meeting] == size)
            {
                meetings.Remove(meeting);
                left.Remove(meeting);
            }

            return all;
        }
    }

    private sealed class Member(ThreadRanks ranks, int rank) : ICollective
    {
        private long next;

        public int Rank => rank;

        public int Size => ranks.size;

        public string Description => $"{ranks.size} threads";

        public bool ReadsDeviceMemory => ranks.readsDeviceMemory;

        public void AllReduce(Span<double> values)
        {
            double[] own = values.ToArray();
            values.Clear();
            foreach (double[] share in Meet(own).Cast<double[]>())
            {
                RequireSame(own.Length, share.Length);
                for (int i = 0; i < share.Length; i++) values[i] += share[i];
            }
        }

        public void BeginAllReduce(ReductionBlock block)
        {
            ranks.Bring(next, rank, block.Values.ToArray());
            block.Pending = next++;
        }

        public void Wait(ReductionBlock block)
        {
            if (block.Pending is not long meeting) return;
            Array[] all = ranks.Fetch(meeting);
            block.Values.Clear();
            foreach (float[] share in all.Cast<float[]>())
            {
                RequireSame(block.Length, share.Length);
                for (int i = 0; i < share.Length; i++) block.Values[i] += share[i];
            }

            block.Pending = null;
        }

        public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
        {
            int at = 0;
            foreach (byte[] share in Meet(own.ToArray()).Cast<byte[]>())
            {
                RequireSame(own.Length, share.Length);
                share.CopyTo(all[at..]);
                at += share.Length;
            }
        }

        public void Broadcast(Span<byte> bytes, int root) => ((byte[])Meet(bytes.ToArray())[root]).CopyTo(bytes);

        public void Barrier() => Meet(Array.Empty<byte>());

        public void Abort(int exitCode) => ranks.Fail(new CollectiveException($"ThreadRanks: rank {rank} has aborted with {exitCode}."));

        public void Dispose()
        {
        }

        private Array[] Meet(Array own)
        {
            ranks.Bring(next, rank, own);
            return ranks.Fetch(next++);
        }

        private static void RequireSame(int own, int other)
        {
            if (own != other) throw new CollectiveException($"ThreadRanks: ranks bring {own} and {other} values to one call.");
        }
    }
}
