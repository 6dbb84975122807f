using System.Diagnostics;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Engine.Distributed;

/// <summary>
/// Adds the gradients of all ranks while the backward pass goes on: as they are completed they are packed into buckets, and a full bucket is
/// reduced in the background (Li et al., "PyTorch Distributed", VLDB 2020). Each rank's loss carries its share of the whole, so the sums are the
/// gradients of the whole batch.
/// </summary>
/// <param name="collective">The ranks.</param>
/// <param name="device">Where the parameters live.</param>
/// <param name="bucketValues">Values in a bucket, unless a parameter alone has more.</param>
public sealed class GradientExchange(ICollective collective, Device device, int bucketValues = GradientExchange.DefaultBucket) : IGradientObserver, IDisposable
{
    /// <summary>1 MiB: large enough to use a network's width, small enough that a small model has several, of which the first leaves early.</summary>
    public const int DefaultBucket = 1 << 18;

    private readonly List<Bucket> buckets = [];
    private int open;

    /// <summary>When the reductions of the last step began and ended, in the order in which they began.</summary>
    public IReadOnlyList<ReductionTiming> Timings => [.. buckets.Take(open).Select(bucket => new ReductionTiming(bucket.Block.Began, bucket.Block.Ended, bucket.Block.Length * sizeof(float)))];

    /// <summary>Forgets the last step.</summary>
    public void Begin()
    {
        for (int i = 0; i < open; i++) buckets[i].Clear();
        open = 0;
    }

    /// <inheritdoc/>
    public void Completed(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        int count = checked((int)parameter.Shape.Count);
        if (open == 0 || buckets[open - 1].IsSent || !buckets[open - 1].HasRoom(count)) Open(count);
        buckets[open - 1].Add(parameter);
        if (buckets[open - 1].IsFull) Send(buckets[open - 1]);
    }

    /// <summary>Sends what is left and waits for all sums; each parameter's gradient then is that of the whole batch.</summary>
    /// <exception cref="CollectiveException">Another rank is gone.</exception>
    public void Complete()
    {
        if (open > 0) Send(buckets[open - 1]);
        for (int i = 0; i < open; i++) buckets[i].Receive(collective);
    }

    /// <summary>Gives the buckets' memory back.</summary>
    public void Dispose()
    {
        foreach (Bucket bucket in buckets) bucket.Dispose();
        buckets.Clear();
        open = 0;
    }

    private void Open(int count)
    {
        if (open > 0) Send(buckets[open - 1]);
        if (open < buckets.Count && buckets[open].Capacity < count)
        {
            buckets[open].Dispose();
            buckets[open] = NewBucket(count);
        }

        if (open == buckets.Count) buckets.Add(NewBucket(Math.Max(count, bucketValues)));
        open++;
    }

    private Bucket NewBucket(int capacity) => new(BucketMemory.Create(collective, device, capacity));

    private void Send(Bucket bucket)
    {
        if (!bucket.IsSent) bucket.Send(collective);
    }

    private sealed class Bucket(BucketMemory memory) : IDisposable
    {
        private readonly List<Parameter> parameters = [];
        private int promised;

        public int Capacity => Block.Capacity;

        public ReductionBlock Block => memory.Block;

        public bool IsSent { get; private set; }

        public bool IsFull => promised == Capacity;

        public bool HasRoom(int count) => count <= Capacity - promised;

        public void Add(Parameter parameter)
        {
            parameters.Add(parameter);
            promised += (int)parameter.Shape.Count;
        }

        // Packed only now: on a device that works behind, the first copy waits for it and the others need not.
        public void Send(ICollective collective)
        {
            memory.Pack(parameters);
            IsSent = true;
            Block.Began = Stopwatch.GetTimestamp();
            Block.Ended = 0;
            collective.BeginAllReduce(Block);
        }

        public void Receive(ICollective collective)
        {
            collective.Wait(Block);
            if (Block.Ended == 0) Block.Ended = Stopwatch.GetTimestamp();
            memory.Unpack(parameters);
        }

        public void Clear()
        {
            Block.Clear();
            parameters.Clear();
            promised = 0;
            IsSent = false;
        }

        public void Dispose() => memory.Dispose();
    }
}
