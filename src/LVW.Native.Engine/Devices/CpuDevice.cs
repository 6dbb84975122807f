using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices;

/// <summary>The processor: main memory, a pool of threads, and the widest vectors it has.</summary>
public sealed unsafe class CpuDevice : Device
{
    private readonly bool poison;

    /// <summary>Opens the processor as a device.</summary>
    /// <param name="threads">Threads that compute, at least 1; 0 means all cores.</param>
    /// <param name="width">Vector width of the kernels; null means the best that the hardware has.</param>
    /// <param name="poison">Fills every block with NaN before use, so that a test sees a value that was never written.</param>
    /// <exception cref="NotSupportedException">The processor lacks the requested width.</exception>
    public CpuDevice(int threads = 0, SimdWidth? width = null, bool poison = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Width = width ?? SimdWidths.Best;
        if (Width > SimdWidths.Best)
        {
            throw new NotSupportedException($"CpuDevice: this processor has no {Width}; the widest is {SimdWidths.Best}.");
        }

        Workers = new WorkerPool(threads == 0 ? Environment.ProcessorCount : threads);
        this.poison = poison;
    }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override int HostThreads => Workers.Threads;

    /// <summary>The threads that compute.</summary>
    public WorkerPool Workers { get; }

    /// <summary>The vector width of the kernels.</summary>
    public SimdWidth Width { get; }

    /// <summary>Executes a job's chunks on all threads with this device's vector width; allocates nothing.</summary>
    /// <param name="chunks">Number of chunks.</param>
    /// <param name="job">The job; its chunks write disjoint memory.</param>
    public void Run<TJob>(int chunks, ref TJob job)
        where TJob : struct, ILaneJob
    {
        switch (Width)
        {
            case SimdWidth.Vector512:
                var wide = new WidthChosen<TJob, Lane16>(ref job);
                Workers.Run(chunks, ref wide);
                break;
            case SimdWidth.Vector256:
                var middle = new WidthChosen<TJob, Lane8>(ref job);
                Workers.Run(chunks, ref middle);
                break;
            case SimdWidth.Vector128:
                var narrow = new WidthChosen<TJob, Lane4>(ref job);
                Workers.Run(chunks, ref narrow);
                break;
            default:
                var scalar = new WidthChosen<TJob, Lane1>(ref job);
                Workers.Run(chunks, ref scalar);
                break;
        }
    }

    /// <inheritdoc/>
    public override void CopyIn(ReadOnlySpan<float> values, Storage storage)
    {
        if (values.Length != storage.Length) throw new ArgumentException($"CopyIn: {values.Length} values for a block of {storage.Length}.");
        storage.Touch();
        values.CopyTo(new Span<float>(storage.Floats(), values.Length));
    }

    /// <inheritdoc/>
    public override void CopyOut(Storage storage, Span<float> values)
    {
        if (values.Length != storage.Length) throw new ArgumentException($"CopyOut: room for {values.Length} values but the block has {storage.Length}.");
        new ReadOnlySpan<float>(storage.Floats(), values.Length).CopyTo(values);
    }

    /// <inheritdoc/>
    public override void Clear(Storage storage)
    {
        storage.Touch();
        AlignedMemory.Fill(storage.Floats(), storage.Length, 0f);
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    /// <inheritdoc/>
    public override DeviceMark Mark() => new HostMark();

    /// <inheritdoc/>
    private protected override IStoragePool CreatePool() => new ArenaPool(AllocateBlock, FreeBlock);

    /// <inheritdoc/>
    protected override Storage AllocateBlock(long capacity) => new CpuStorage(AlignedMemory.Allocate(capacity), capacity);

    /// <inheritdoc/>
    protected override void FreeBlock(Storage storage) => AlignedMemory.Free(storage.Floats());

    /// <inheritdoc/>
    protected override void Prepare(Storage storage)
    {
        if (poison) AlignedMemory.Fill(storage.Floats(), storage.Length, float.NaN);
    }

    /// <inheritdoc/>
    protected override void DisposeCore() => Workers.Dispose();

    private readonly ref struct WidthChosen<TJob, T>(ref TJob job) : IParallelJob
        where TJob : struct, ILaneJob
        where T : struct, ICpuLane<T>
    {
        private readonly ref TJob job = ref job;

        public void Execute(int index, int worker) => job.Execute<T>(index, worker);
    }
}
