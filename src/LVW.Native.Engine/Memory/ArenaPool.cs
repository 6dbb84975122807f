namespace LVW.Native.Engine.Memory;

/// <summary>
/// The processor's pool: blocks of any size are cut from large slabs with huge pages, so that the room of activations of one layer serves
/// another's gradients. Blocks that live long, small ones and large ones lie apart: none stands in the way when neighbours are joined.
/// </summary>
/// <param name="allocate">Takes a slab from the device.</param>
/// <param name="release">Gives a slab back.</param>
internal sealed unsafe class ArenaPool(Func<long, Storage> allocate, Action<Storage> release) : IStoragePool
{
    // Elements: blocks begin and end at multiples of it.
    private const long Granule = 64;
    private const long LargestSmall = 16384;

    private readonly Arena lasting = new(allocate);
    private readonly Arena small = new(allocate);
    private readonly Arena large = new(allocate);
    private readonly Stack<CpuStorage> descriptions = [];
    private readonly Lock gate = new();
    private bool drained;

    /// <inheritdoc/>
    public long AllocatedBytes
    {
        get
        {
            lock (gate) return sizeof(float) * (Touched(lasting) + Touched(small) + Touched(large));
        }
    }

    /// <inheritdoc/>
    public Storage Rent(long length) => Take(length <= LargestSmall ? small : large, length);

    /// <inheritdoc/>
    public Storage Allocate(long length) => Take(lasting, length);

    /// <inheritdoc/>
    public void Return(Storage storage)
    {
        lock (gate)
        {
            if (drained) return;
            var block = (CpuStorage)storage;
            Slab slab = block.Slab ?? throw new InvalidOperationException($"Return: the block of {storage.Length} elements has been returned before.");
            block.Slab = null;
            slab.Give(block.Block);
            descriptions.Push(block);
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        lock (gate)
        {
            if (drained) return;
            drained = true;
            foreach (Arena arena in (Arena[])[lasting, small, large])
            {
                foreach (Slab slab in arena.Slabs) release(slab.Memory);
                arena.Slabs.Clear();
            }
        }
    }

    private static long Touched(Arena arena)
    {
        long touched = 0;
        foreach (Slab slab in arena.Slabs) touched += slab.Touched;
        return touched;
    }

    private CpuStorage Take(Arena arena, long length)
    {
        long capacity = Math.Max(Granule, (length + Granule - 1) / Granule * Granule);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(drained, typeof(ArenaPool));
            Slab slab = arena.Take(capacity, out int block, out long start);
            if (!descriptions.TryPop(out CpuStorage? storage)) storage = new CpuStorage(null, 0);
            storage.Place(slab, block, slab.Memory.Floats() + start, capacity);
            storage.Length = length;
            return storage;
        }
    }
}
