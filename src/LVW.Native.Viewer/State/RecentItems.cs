namespace LVW.Native.Viewer.State;

/// <summary>Keeps what was asked for last, up to a weight; safe to use from several threads.</summary>
/// <param name="capacity">The weight that is kept.</param>
internal sealed class RecentItems<T>(long capacity)
    where T : class
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value, long Weight)>> nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value, long Weight)> order = [];
    private long weight;

    /// <summary>Everything that is kept, the latest first.</summary>
    public T[] All
    {
        get
        {
            lock (sync) return [.. order.Select(entry => entry.Value)];
        }
    }

    public T? Find(string key)
    {
        lock (sync)
        {
            if (!nodes.TryGetValue(key, out LinkedListNode<(string Key, T Value, long Weight)>? node)) return null;
            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Value;
        }
    }

    public void Add(string key, T value, long size)
    {
        lock (sync)
        {
            if (nodes.ContainsKey(key)) return;
            nodes.Add(key, order.AddFirst((key, value, size)));
            weight += size;
            while (weight > capacity && order.Count > 1)
            {
                weight -= order.Last!.Value.Weight;
                nodes.Remove(order.Last.Value.Key);
                order.RemoveLast();
            }
        }
    }
}
