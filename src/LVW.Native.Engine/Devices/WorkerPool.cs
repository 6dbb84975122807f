using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace LVW.Native.Engine.Devices;

/// <summary>
/// A fork-join pool: the caller and its workers take chunks until none is left. Results cannot depend on timing as long as
/// each chunk writes its own memory; which worker takes which chunk is not fixed.
/// </summary>
/// <remarks>
/// <c>ticket</c> holds the run's number in its high half and the number of unclaimed chunks in its low half. A chunk is claimed by
/// decrementing it; the caller returns only when every claimed chunk has completed, so the fields of a run stay valid for whoever
/// holds a chunk of it, and a worker that wakes late finds nothing to claim. The caller never waits for a sleeping worker.
/// </remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    // Longer than the serial gaps inside a training step, shorter than a wait for the data loader. Waking a thread takes 30 to 70 µs.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(3);

    // A waiting worker offers its core to other threads about every 20 µs: pools that wait do not hold up the one that works.
    private const int LooksBeforeYield = 64;

    private readonly Lock owner = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly Thread[] workers;
    private long ticket;
    private int count;
    private int completed;
    private int sleepers;
    private void* job;
    private delegate*<void*, int, int, void> execute;
    private ExceptionDispatchInfo? failure;
    private volatile bool disposed;

    /// <summary>Starts <paramref name="threads"/> − 1 background workers; the caller of <see cref="Run"/> is the remaining one.</summary>
    /// <param name="threads">Threads that work on a run, caller included; at least 1.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int worker = i + 1;
            workers[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"LVW worker {worker}" };
            workers[i].Start();
        }
    }

    /// <summary>Threads that work on a run, caller included.</summary>
    public int Threads { get; }

    /// <summary>Executes chunks 0 to <paramref name="chunks"/> − 1 and returns when all are done. Not to be called from inside a job.</summary>
    /// <param name="chunks">Number of chunks; nothing happens for 0.</param>
    /// <param name="work">The job; its state is shared by all chunks.</param>
    /// <exception cref="Exception">The first exception that a chunk threw.</exception>
    public void Run<TJob>(int chunks, ref TJob work)
        where TJob : struct, IParallelJob, allows ref struct
    {
        if (chunks <= 0) return;
        Enter();
        try
        {
            if (chunks == 1 || workers.Length == 0)
            {
                for (int i = 0; i < chunks; i++) work.Execute(i, 0);
                return;
            }

            // The struct lives in the caller's frame, which outlives the run.
            job = Unsafe.AsPointer(ref work);
            execute = &Invoke<TJob>;
            count = chunks;
            completed = 0;
            failure = null;
            long run = (Volatile.Read(ref ticket) >> 32) + 1;
            Volatile.Write(ref ticket, (run << 32) | (uint)chunks);
            Interlocked.MemoryBarrier();
            int asleep = Math.Min(Volatile.Read(ref sleepers), chunks - 1);
            if (asleep > 0) wake.Release(asleep);
            Drain(0);
            SpinWait spin = default;
            while (Volatile.Read(ref completed) < chunks)
            {
                if (spin.Count < 30) Thread.SpinWait(20);
                spin.SpinOnce(sleep1Threshold: -1);
            }

            job = null;
            failure?.Throw();
        }
        finally
        {
            owner.Exit();
        }
    }

    /// <summary>Workers that have waited long enough to sleep.</summary>
    internal int Sleeping => Volatile.Read(ref sleepers);

    /// <summary>Ends the workers.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        if (workers.Length > 0) wake.Release(workers.Length);
        foreach (Thread worker in workers) worker.Join();
        wake.Dispose();
    }

    private static void Invoke<TJob>(void* work, int index, int worker)
        where TJob : struct, IParallelJob, allows ref struct
        => Unsafe.AsRef<TJob>(work).Execute(index, worker);

    // A run holds the lock until its last chunk is done, on the thread that called it: a worker that finds it taken may be inside a chunk.
    private void Enter()
    {
        if (!owner.IsHeldByCurrentThread)
        {
            if (owner.TryEnter()) return;
            if (Array.IndexOf(workers, Thread.CurrentThread) < 0)
            {
                owner.Enter();
                return;
            }
        }

        throw new InvalidOperationException("WorkerPool: Run was called from inside a chunk of another run. Finish that run first.");
    }

    private void Work(int worker)
    {
        int looks = 0;
        long since = 0;
        while (!disposed)
        {
            if ((uint)Volatile.Read(ref ticket) != 0)
            {
                Drain(worker);
                looks = 0;
            }
            else if (looks++ % LooksBeforeYield != 0)
            {
                Thread.SpinWait(8);
            }
            else if (looks == 1)
            {
                since = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(since) < Patience)
            {
                Thread.Yield();
            }
            else
            {
                Interlocked.Increment(ref sleepers);
                if ((uint)Volatile.Read(ref ticket) == 0 && !disposed) wake.Wait();
                Interlocked.Decrement(ref sleepers);
                looks = 0;
            }
        }
    }

    private void Drain(int worker)
    {
        while (true)
        {
            long seen = Volatile.Read(ref ticket);
            uint unclaimed = (uint)seen;
            if (unclaimed == 0) return;
            if (Interlocked.CompareExchange(ref ticket, seen - 1, seen) != seen) continue;
            try
            {
                execute(job, count - (int)unclaimed, worker);
            }
            catch (Exception exception)
            {
                lock (gate) failure ??= ExceptionDispatchInfo.Capture(exception);
            }

            Interlocked.Increment(ref completed);
        }
    }
}
