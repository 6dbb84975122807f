using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices;

/// <summary>
/// A device without memory: every op follows the shapes and says how much arithmetic it takes, and nothing is computed. A model on it costs
/// a few kilobytes, so that any network can be measured anywhere.
/// </summary>
public sealed class ShapeDevice : Device
{
    /// <inheritdoc/>
    public override string Name => "shapes";

    /// <summary>
    /// Floating-point operations of all ops so far, a multiply-add counted as two and a term of a squared distance as three; of convolutions,
    /// matrix products and distances alone, because memory bounds the others.
    /// </summary>
    public long Flops { get; private set; }

    /// <inheritdoc/>
    public override void CopyIn(ReadOnlySpan<float> values, Storage storage)
    {
    }

    /// <summary>There are no values to read.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void CopyOut(Storage storage, Span<float> values)
        => throw new NotSupportedException("ShapeDevice: it holds no values, so none can be read. Use the processor or a GPU.");

    /// <inheritdoc/>
    public override void Clear(Storage storage)
    {
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    /// <inheritdoc/>
    public override DeviceMark Mark() => new HostMark();

    /// <inheritdoc/>
    protected override Storage AllocateBlock(long capacity) => new ShapeStorage(capacity);

    /// <inheritdoc/>
    protected override void FreeBlock(Storage storage)
    {
    }

    internal TKernels KernelsOf<TKernels>()
        where TKernels : class
        => ShapeKernels.Of<TKernels>(this);

    internal void Count(long flops) => Flops += flops;

    private sealed class ShapeStorage(long capacity) : Storage(capacity);
}
