namespace LVW.Native.Engine.Memory;

/// <summary>A block of main memory, aligned for the widest vectors.</summary>
public sealed unsafe class CpuStorage : Storage
{
    internal CpuStorage(float* pointer, long capacity)
        : base(capacity) => Pointer = pointer;

    /// <summary>The first element.</summary>
    public float* Pointer { get; private set; }

    /// <summary>The elements in use.</summary>
    public Span<float> Span => new(Pointer, checked((int)Length));

    /// <summary>The slab that the block was cut from; null for whole slabs and after the block's return.</summary>
    internal Slab? Slab { get; set; }

    /// <summary>The block's number in its slab.</summary>
    internal int Block { get; private set; }

    /// <summary>Makes this the description of another block.</summary>
    internal void Place(Slab slab, int block, float* pointer, long capacity)
    {
        (Slab, Block, Capacity) = (slab, block, capacity);
        Pointer = pointer;
    }
}
