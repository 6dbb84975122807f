using System.Numerics;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Memory;

/// <summary>
/// A GPU's pool: keeps released blocks by size class, so that from the second identical step on nothing is allocated. Eight classes per power
/// of two waste at most an eighth.
/// </summary>
internal sealed class StoragePool(Func<long, Storage> allocate, Action<Storage> release) : IStoragePool
{
    private const int SmallestClass = 64;

    private readonly Dictionary<long, Stack<Storage>> free = [];
    private readonly List<Storage> all = [];
    private readonly Lock gate = new();
    private bool drained;

    /// <inheritdoc/>
    public long AllocatedBytes { get; private set; }

    /// <inheritdoc/>
    public Storage Allocate(long length) => Rent(length);

    /// <inheritdoc/>
    public Storage Rent(long length)
    {
        long capacity = SizeClass(length);
        lock (gate)
        {
            if (!free.TryGetValue(capacity, out Stack<Storage>? blocks) || !blocks.TryPop(out Storage? storage))
            {
                storage = Take(capacity);
                all.Add(storage);
                AllocatedBytes += capacity * sizeof(float);
            }

            storage.Length = length;
            return storage;
        }
    }

    /// <inheritdoc/>
    public void Return(Storage storage)
    {
        lock (gate)
        {
            if (drained) return;
            if (!free.TryGetValue(storage.Capacity, out Stack<Storage>? blocks))
            {
                blocks = new Stack<Storage>();
                free.Add(storage.Capacity, blocks);
            }

            blocks.Push(storage);
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        lock (gate)
        {
            if (drained) return;
            drained = true;
            foreach (Storage storage in all) release(storage);
            all.Clear();
            free.Clear();
        }
    }

    // Blocks of other sizes may lie idle while a new one finds no room.
    private Storage Take(long capacity)
    {
        try
        {
            return allocate(capacity);
        }
        catch (DeviceMemoryException) when (free.Values.Any(blocks => blocks.Count > 0))
        {
            foreach (Storage idle in free.Values.SelectMany(blocks => blocks))
            {
                all.Remove(idle);
                AllocatedBytes -= idle.Capacity * sizeof(float);
                release(idle);
            }

            free.Clear();
            return allocate(capacity);
        }
    }

    internal static long SizeClass(long length)
    {
        if (length <= SmallestClass) return SmallestClass;
        long granule = 1L << Math.Max(6, BitOperations.Log2((ulong)(length - 1)) - 3);
        return (length + granule - 1) / granule * granule;
    }
}
