namespace LVW.Native.Engine.Memory;

/// <summary>
/// Slabs that are asked in the order of their creation; a new one is made when none has room. Requests that repeat from an empty arena
/// therefore find the same places, and nothing new is made for them.
/// </summary>
/// <param name="allocate">Takes memory from the device.</param>
internal sealed class Arena(Func<long, Storage> allocate)
{
    // Elements: slabs double what there is, within these bounds; pages that are never written cost nothing.
    private const long SmallestSlab = 1 << 16;
    private const long LargestStep = 1 << 28;

    private readonly List<Slab> slabs = [];
    private long total;

    /// <summary>The slabs.</summary>
    public List<Slab> Slabs => slabs;

    /// <summary>Takes a block and says in which slab it lies.</summary>
    public Slab Take(long length, out int block, out long start)
    {
        foreach (Slab slab in slabs)
        {
            if (slab.TryTake(length, out block, out start)) return slab;
        }

        Slab added = Grow(length);
        added.TryTake(length, out block, out start);
        return added;
    }

    private Slab Grow(long length)
    {
        long wanted = Math.Max(length, Math.Clamp(total, SmallestSlab, LargestStep));
        Storage memory;
        try
        {
            memory = allocate(wanted);
        }
        catch (OutOfMemoryException) when (wanted > length)
        {
            memory = allocate(length);
        }

        total += memory.Capacity;
        var slab = new Slab(memory);
        slabs.Add(slab);
        return slab;
    }
}
