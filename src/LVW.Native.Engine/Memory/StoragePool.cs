using System.Numerics;

namespace LVW.Native.Engine.Memory;

/// <summary>
/// Keeps released blocks by size class, so that from the second identical step on nothing is allocated. Eight classes per power
/// of two waste at most an eighth.
/// </summary>
internal sealed class StoragePool(Func<long, Storage> allocate)
{
    private const int SmallestClass = 64;

    private readonly Dictionary<long, Stack<Storage>> free = [];
    private readonly Lock gate = new();

    /// <summary>Bytes ever taken from the device: kept and in use together.</summary>
    public long AllocatedBytes { get; private set; }

    public Storage Rent(long length)
    {
        long capacity = SizeClass(length);
        lock (gate)
        {
            if (!free.TryGetValue(capacity, out Stack<Storage>? blocks) || !blocks.TryPop(out Storage? storage))
            {
                storage = allocate(capacity);
                AllocatedBytes += capacity * sizeof(float);
            }

            storage.Length = length;
            return storage;
        }
    }

    public void Return(Storage storage)
    {
        lock (gate)
        {
            if (!free.TryGetValue(storage.Capacity, out Stack<Storage>? blocks))
            {
                blocks = new Stack<Storage>();
                free.Add(storage.Capacity, blocks);
            }

            blocks.Push(storage);
        }
    }

    /// <summary>Hands every kept block to <paramref name="release"/> and forgets it.</summary>
    public void Drain(Action<Storage> release)
    {
        lock (gate)
        {
            foreach (Storage storage in free.Values.SelectMany(blocks => blocks))
            {
                AllocatedBytes -= storage.Capacity * sizeof(float);
                release(storage);
            }

            free.Clear();
        }
    }

    internal static long SizeClass(long length)
    {
        if (length <= SmallestClass) return SmallestClass;
        long granule = 1L << Math.Max(6, BitOperations.Log2((ulong)(length - 1)) - 3);
        return (length + granule - 1) / granule * granule;
    }
}
