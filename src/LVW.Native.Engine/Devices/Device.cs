using System.Collections.Concurrent;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices;

/// <summary>Something that holds blocks of memory and runs kernels on them. It does not know the ops and never grows with them.</summary>
public abstract class Device : IDisposable
{
    private readonly ConcurrentDictionary<object, object> kernels = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Step> idleSteps = [];
    private readonly IStoragePool pool;

    /// <summary>Creates the device's pool.</summary>
    protected Device() => pool = CreatePool();

    /// <summary>The device's name, such as <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes that the pool has taken from the device and used at least once, now in use or kept for reuse.</summary>
    public long PooledBytes => pool.AllocatedBytes;

    /// <summary>Threads of the processor that take part in the device's work.</summary>
    public virtual int HostThreads => Environment.ProcessorCount;

    /// <summary>What times the ops on this device, or null.</summary>
    internal OpTimings? Timings { get; set; }

    /// <summary>Begins a pass whose ops are recorded, for training.</summary>
    public Step BeginStep() => Begin(recording: true);

    /// <summary>Begins a pass that records nothing.</summary>
    public Step BeginInference() => Begin(recording: false);

    /// <summary>A block that lives until it is released; values undefined.</summary>
    /// <param name="length">Elements of four bytes.</param>
    public Storage Allocate(long length)
    {
        Storage storage = pool.Allocate(length);
        Prepare(storage);
        return storage;
    }

    /// <summary>Gives back a block of <see cref="Allocate"/>.</summary>
    public void Release(Storage storage) => Return(storage);

    /// <summary>Copies values to a block.</summary>
    public abstract void CopyIn(ReadOnlySpan<float> values, Storage storage);

    /// <summary>Waits for pending work, then copies a block's values out.</summary>
    public abstract void CopyOut(Storage storage, Span<float> values);

    /// <summary>Sets a block to zero.</summary>
    public abstract void Clear(Storage storage);

    /// <summary>Waits until all submitted work is done.</summary>
    public abstract void Synchronize();

    /// <summary>Marks the point that the device's work has reached, without waiting for it.</summary>
    public abstract DeviceMark Mark();

    /// <summary>Frees all pooled memory. Steps and parameters of this device must not be used afterwards.</summary>
    public void Dispose()
    {
        pool.Drain();
        DisposeCore();
        GC.SuppressFinalize(this);
    }

    /// <summary>A block for the length of an op or a step; values undefined.</summary>
    public Storage Rent(long length)
    {
        Storage storage = pool.Rent(length);
        storage.Touch();
        Prepare(storage);
        return storage;
    }

    /// <summary>Gives back a block of <see cref="Rent"/>.</summary>
    public void Return(Storage storage) => pool.Return(storage);

    internal object KernelsOf(object set, Func<object, Device, object> create) => kernels.GetOrAdd(set, create, this);

    internal void Recycle(Step step)
    {
        lock (idleSteps) idleSteps.Push(step);
    }

    // Called by the constructor: an override uses no field of its own.
    private protected virtual IStoragePool CreatePool() => new StoragePool(AllocateBlock, FreeBlock);

    /// <summary>Takes a new block from the device.</summary>
    protected abstract Storage AllocateBlock(long capacity);

    /// <summary>Gives a block back to the device.</summary>
    protected abstract void FreeBlock(Storage storage);

    /// <summary>Called for every rented block; a debugging device may fill it.</summary>
    protected virtual void Prepare(Storage storage)
    {
    }

    /// <summary>Releases what the device itself holds.</summary>
    protected virtual void DisposeCore()
    {
    }

    private Step Begin(bool recording)
    {
        Step? step;
        lock (idleSteps)
        {
            if (!idleSteps.TryPop(out step)) step = new Step(this);
        }

        step.Open(recording);
        return step;
    }
}
