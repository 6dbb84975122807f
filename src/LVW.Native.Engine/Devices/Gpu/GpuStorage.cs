using ILGPU;
using ILGPU.Runtime;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>A block in the memory of a <see cref="GpuDevice"/>.</summary>
public sealed class GpuStorage : Storage
{
    internal GpuStorage(MemoryBuffer buffer, long capacity)
        : base(capacity)
    {
        Buffer = buffer;
        Whole = buffer.AsArrayView<float>(0, capacity);
    }

    /// <summary>The whole block, up to its capacity.</summary>
    public ArrayView<float> Whole { get; }

    internal MemoryBuffer Buffer { get; }
}
