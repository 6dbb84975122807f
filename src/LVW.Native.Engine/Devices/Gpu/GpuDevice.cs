using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// A GPU, or what stands in for one: blocks in its memory, and kernels that ILGPU compiled. All work goes through one stream in order;
/// on CUDA nothing waits for it but <see cref="CopyOut"/> and <see cref="Synchronize"/>, on OpenCL also <see cref="Mark"/>.
/// </summary>
public sealed partial class GpuDevice : Device
{
    // Kernels compute places in 32 bits, and a group may reach beyond the end.
    private const long LongestBlock = int.MaxValue - (1 << 16);

    private readonly Accelerator accelerator;
    private readonly AcceleratorStream stream;
    private readonly GpuLauncher launcher;
    private readonly GpuUploads uploads;
    private readonly IDisposable context;
    private readonly bool poison;

    internal GpuDevice(GpuApi api, string name, GpuOptions options, Accelerator accelerator, AcceleratorStream stream, GpuLauncher launcher, IDisposable context)
    {
        Api = api;
        Name = name;
        Options = options;
        this.accelerator = accelerator;
        this.stream = stream;
        this.launcher = launcher;
        this.context = context;
        poison = options.Poison;
        uploads = new GpuUploads(accelerator, stream);
        Faults = new GpuFaults(this);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Through what the hardware is reached.</summary>
    public GpuApi Api { get; }

    /// <summary>How the device was opened.</summary>
    public GpuOptions Options { get; }

    /// <summary>What the driver calls the hardware.</summary>
    public string HardwareName => accelerator.Name;

    /// <summary>Bytes of the device's memory.</summary>
    public long MemoryBytes => accelerator.MemorySize;

    /// <summary>Whether the tensor-core kernels run here: a GPU of architecture sm_80 or later, or the interpreter.</summary>
    public bool HasTensorCores => Api == GpuApi.Interpreted || (accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80);

    /// <summary>Whether matrix products and convolutions take the tensor cores.</summary>
    public bool UsesTensorCores => HasTensorCores && Options.Precision == GpuPrecision.Tf32;

    /// <summary>Kernels compiled, found on disk and launched.</summary>
    public GpuKernelCounts Kernels => launcher.Counts;

    /// <summary>The kernels that have been launched at least once.</summary>
    public IReadOnlyCollection<Type> LoadedKernels => launcher.Loaded;

    /// <summary>Errors that kernels have found in values, such as a label beyond the classes.</summary>
    internal GpuFaults Faults { get; }

    /// <summary>Starts a kernel with the groups given; it runs after all that was started before.</summary>
    public void Launch<TKernel>(in GpuGrid grid, TKernel kernel)
        where TKernel : struct, IGpuKernel
    {
        if (grid.Count == 0) return;
        accelerator.Bind();
        launcher.Launch(grid, kernel);
        launcher.Counts.CountLaunch();
    }

    /// <summary>Starts a kernel with at least <paramref name="items"/> threads along x.</summary>
    /// <param name="items">Threads wanted; the kernel must ignore those beyond.</param>
    /// <param name="kernel">The kernel.</param>
    public void LaunchOver<TKernel>(long items, TKernel kernel)
        where TKernel : struct, IGpuKernel
        => Launch(GpuGrid.Over(items, TKernel.GroupSize), kernel);

    /// <inheritdoc/>
    public override void CopyIn(ReadOnlySpan<float> values, Storage storage)
    {
        if (values.Length != storage.Length) throw new ArgumentException($"CopyIn: {values.Length} values for a block of {storage.Length}.");
        if (values.IsEmpty) return;
        accelerator.Bind();
        uploads.Enqueue(values, storage.View());
    }

    /// <inheritdoc/>
    public override void CopyOut(Storage storage, Span<float> values)
    {
        if (values.Length != storage.Length) throw new ArgumentException($"CopyOut: room for {values.Length} values but the block has {storage.Length}.");
        CopyOutFirst(storage, values);
    }

    /// <summary>Waits for pending work, then copies a block's first values out.</summary>
    internal void CopyOutFirst(Storage storage, Span<float> values)
    {
        accelerator.Bind();
        if (!values.IsEmpty) storage.View().SubView(0, values.Length).CopyToCPU(stream, values);
        stream.Synchronize();
        Faults.Throw();
    }

    /// <inheritdoc/>
    public override void Clear(Storage storage)
    {
        if (storage.Length == 0) return;
        accelerator.Bind();
        storage.View().MemSetToZero(stream);
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        accelerator.Bind();
        stream.Synchronize();
        Faults.Throw();
    }

    /// <inheritdoc/>
    public override DeviceMark Mark()
    {
        accelerator.Bind();
        return new GpuMark(stream.AddProfilingMarker());
    }

    /// <inheritdoc/>
    protected override Storage AllocateBlock(long capacity)
    {
        if (capacity > LongestBlock)
        {
            throw new DeviceMemoryException($"{Name}: a block of {capacity} elements was asked for but kernels count to {LongestBlock}. Use a smaller batch.");
        }

        accelerator.Bind();
        try
        {
            var block = new GpuStorage(accelerator.AllocateRaw(capacity, sizeof(float)), capacity);
            launcher.Allocated(block.Buffer.NativePtr, block.Buffer.LengthInBytes);
            return block;
        }
        catch (Exception exception) when (exception is CudaException or CLException or OutOfMemoryException)
        {
            throw new DeviceMemoryException(
                $"{Name}: out of memory: {capacity * sizeof(float)} bytes more were asked for, {PooledBytes} of {MemoryBytes} are taken. Use a smaller batch or smaller pictures.",
                exception);
        }
    }

    /// <inheritdoc/>
    protected override void FreeBlock(Storage storage)
    {
        MemoryBuffer buffer = ((GpuStorage)storage).Buffer;
        launcher.Freed(buffer.NativePtr);
        buffer.Dispose();
    }

    /// <inheritdoc/>
    protected override void Prepare(Storage storage)
    {
        if (poison) LaunchOver(storage.Length, new FillKernel(storage.View(), float.NaN));
    }

    /// <inheritdoc/>
    protected override void DisposeCore()
    {
        uploads.Dispose();
        launcher.Dispose();
        stream.Dispose();
        accelerator.Dispose();
        context.Dispose();
    }

    // The copy that a fault check makes must not check for faults.
    internal void ReadBack(Storage storage, Span<float> values) => storage.View().CopyToCPU(stream, values);
}
