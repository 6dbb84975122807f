namespace LVW.Native.Engine.Memory;

/// <summary>A block of main memory, aligned for the widest vectors.</summary>
public sealed unsafe class CpuStorage : Storage
{
    internal CpuStorage(float* pointer, long capacity)
        : base(capacity) => Pointer = pointer;

    /// <summary>The first element.</summary>
    public float* Pointer { get; }

    /// <summary>The elements in use.</summary>
    public Span<float> Span => new(Pointer, checked((int)Length));
}
