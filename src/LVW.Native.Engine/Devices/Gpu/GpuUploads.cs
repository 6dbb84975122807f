using ILGPU;
using ILGPU.Runtime;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Copies to the device without waiting for it: values go to a page-locked buffer first, and the device fetches them from there in the
/// order of its stream. A buffer is used again when the device has passed it.
/// </summary>
/// <remarks>On CUDA a marker behind each copy tells when that is. ILGPU's markers of OpenCL wait, so there the stream is waited for once in a while.</remarks>
internal sealed class GpuUploads(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    // Uploads that may be under way at once; the next one waits for the oldest.
    private const int Depth = 4;
    private const int SmallestBuffer = 4096;

    // Longer uploads go in parts, so that page-locked memory stays small.
    private const int LargestBuffer = 1 << 22;

    private readonly bool marks = accelerator.AcceleratorType == AcceleratorType.Cuda;
    private readonly PageLockedArray1D<float>?[] buffers = new PageLockedArray1D<float>?[Depth];
    private readonly ProfilingMarker?[] markers = new ProfilingMarker?[Depth];
    private readonly Lock gate = new();
    private int next;

    public void Enqueue(ReadOnlySpan<float> values, ArrayView<float> target)
    {
        lock (gate)
        {
            for (int start = 0; start < values.Length; start += LargestBuffer)
            {
                int length = Math.Min(LargestBuffer, values.Length - start);
                EnqueuePart(values.Slice(start, length), target.SubView(start, length));
            }
        }
    }

    public void Dispose()
    {
        stream.Synchronize();
        foreach (ProfilingMarker? marker in markers) marker?.Dispose();
        foreach (PageLockedArray1D<float>? buffer in buffers) buffer?.Dispose();
    }

    private void EnqueuePart(ReadOnlySpan<float> values, ArrayView<float> target)
    {
        WaitForBuffer();
        PageLockedArray1D<float> buffer = BufferFor(values.Length);
        values.CopyTo(buffer.Span);

        // Not from the buffer's view: for OpenCL, ILGPU copies as much as the whole buffer holds.
        target.CopyFromCPUUnsafeAsync(stream, ref buffer.Span[0], values.Length);
        if (marks) markers[next] = stream.AddProfilingMarker();
        next = (next + 1) % Depth;
    }

    private void WaitForBuffer()
    {
        if (!marks)
        {
            if (next == 0) stream.Synchronize();
            return;
        }

        markers[next]?.Synchronize();
        markers[next]?.Dispose();
        markers[next] = null;
    }

    private PageLockedArray1D<float> BufferFor(int length)
    {
        PageLockedArray1D<float>? buffer = buffers[next];
        if (buffer is not null && buffer.Length >= length) return buffer;
        buffer?.Dispose();
        int capacity = Math.Max(SmallestBuffer, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length));
        return buffers[next] = accelerator.AllocatePageLocked1D<float>(capacity, uninitialized: true);
    }
}
