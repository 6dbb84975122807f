using ILGPU.Runtime;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Copies to the device without waiting for it: values go to a page-locked buffer first, the device fetches them from there in the order
/// of its stream, and a marker behind the copy tells when the buffer is free again.
/// </summary>
internal sealed class GpuUploads(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    // Uploads that may be under way at once; the next one waits for the oldest.
    private const int Depth = 4;
    private const int SmallestBuffer = 4096;

    private readonly PageLockedArray1D<float>?[] buffers = new PageLockedArray1D<float>?[Depth];
    private readonly ProfilingMarker?[] markers = new ProfilingMarker?[Depth];
    private readonly Lock gate = new();
    private int next;

    public void Enqueue(ReadOnlySpan<float> values, ILGPU.ArrayView<float> target)
    {
        lock (gate)
        {
            markers[next]?.Synchronize();
            markers[next]?.Dispose();
            markers[next] = null;
            PageLockedArray1D<float> buffer = BufferFor(values.Length);
            values.CopyTo(buffer.Span);

            // Not from the buffer's view: for OpenCL, ILGPU copies as much as the whole buffer holds.
            target.CopyFromCPUUnsafeAsync(stream, ref buffer.Span[0], values.Length);
            markers[next] = stream.AddProfilingMarker();
            next = (next + 1) % Depth;
        }
    }

    public void Dispose()
    {
        foreach (ProfilingMarker? marker in markers) marker?.Dispose();
        foreach (PageLockedArray1D<float>? buffer in buffers) buffer?.Dispose();
    }

    private PageLockedArray1D<float> BufferFor(int length)
    {
        PageLockedArray1D<float>? buffer = buffers[next];
        if (buffer is not null && buffer.Length >= length) return buffer;
        buffer?.Dispose();
        int capacity = Math.Max(SmallestBuffer, (int)Math.Min(Array.MaxLength, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length)));
        return buffers[next] = accelerator.AllocatePageLocked1D<float>(capacity, uninitialized: true);
    }
}
