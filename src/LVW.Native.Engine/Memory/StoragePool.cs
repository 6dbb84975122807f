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
    private readonly List<Storage> all = [];
    private readonly Lock gate = new();
    private bool drained;

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
                all.Add(storage);
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
            if (drained) return;
            if (!free.TryGetValue(storage.Capacity, out Stack<Storage>? blocks))
            {
                blocks = new Stack<Storage>();
                free.Add(storage.Capacity, blocks);
            }

            blocks.Push(storage);
        }
    }

    /// <summary>Hands every block, kept or in use, to <paramref name="release"/>; nothing of this pool may be used afterwards.</summary>
    public void Drain(Action<Storage> release)
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

    internal static long SizeClass(long length)
    {
        if (length <= SmallestClass) return SmallestClass;
        long granule = 1L << Math.Max(6, BitOperations.Log2((ulong)(length - 1)) - 3);
        return (length + granule - 1) / granule * granule;
    }
}
