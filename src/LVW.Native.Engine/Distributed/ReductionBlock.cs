using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Distributed;

/// <summary>Float32 values at a fixed address that ranks add up while they go on computing.</summary>
public sealed unsafe class ReductionBlock : IDisposable
{
    private readonly bool borrowed;
    private float* start;

    /// <summary>Takes memory.</summary>
    /// <param name="capacity">The most values that it will hold.</param>
    public ReductionBlock(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        start = AlignedMemory.Allocate(Math.Max(1, capacity));
    }

    /// <summary>Stands for memory that somebody else owns: of a GPU, where the host must not touch it.</summary>
    internal ReductionBlock(float* start, int capacity)
    {
        this.start = start;
        (Capacity, borrowed) = (capacity, true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what was never disposed.</summary>
    ~ReductionBlock() => Free();

    /// <summary>The most values that it holds.</summary>
    public int Capacity { get; }

    /// <summary>Values that take part.</summary>
    public int Length { get; private set; }

    /// <summary>The values.</summary>
    public Span<float> Values => new(start, Length);

    /// <summary>The address of the first value.</summary>
    public float* Start => start;

    /// <summary>What the collective remembers of a reduction that is under way; nobody else's business.</summary>
    public object? Pending { get; set; }

    /// <summary>When the reduction began, a timestamp of the system's clock.</summary>
    public long Began { get; internal set; }

    /// <summary>When the sums were there, as the collective saw it; 0 before.</summary>
    public long Ended { get; set; }

    /// <summary>Empties the block.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes room for further values.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Their place, contents undefined.</returns>
    public Span<float> Extend(int count)
    {
        Take(count);
        return new Span<float>(start + Length - count, count);
    }

    /// <summary>Takes room for further values without looking at it.</summary>
    internal void Take(int count)
    {
        if (count < 0 || count > Capacity - Length) throw new ArgumentOutOfRangeException(nameof(count), count, $"ReductionBlock: {Length} of {Capacity} values are taken.");
        Length += count;
    }

    /// <summary>Gives the memory back, unless a reduction is under way that nobody has waited for: what carries it may write there yet.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pending is not null) return;
        if (start is not null && !borrowed) AlignedMemory.Free(start);
        start = null;
    }
}
