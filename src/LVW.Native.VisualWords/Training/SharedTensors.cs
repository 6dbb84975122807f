using System.Runtime.InteropServices;
using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Layers;

namespace LVW.Native.VisualWords.Training;

/// <summary>What rank 0 has read or computed, given to all ranks.</summary>
internal static class SharedTensors
{
    /// <summary>Gives a model the values that rank 0's has.</summary>
    public static void FromFirst(ICollective ranks, Module model)
    {
        if (ranks.Size == 1) return;
        foreach (StateEntry entry in model.State())
        {
            float[] values = entry.Parameter.ToArray();
            ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), root: 0);
            if (ranks.Rank != 0) entry.Parameter.Set(values);
        }
    }

    /// <summary>Named tensors of rank 0.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="tensors">Those of rank 0; of no matter elsewhere.</param>
    public static IReadOnlyDictionary<string, HostTensor> FromFirst(ICollective ranks, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        if (ranks.Size == 1) return tensors;
        Entry[] entries = ranks.FromFirst(tensors.Select(entry => new Entry(entry.Key, [.. Enumerable.Range(0, entry.Value.Shape.Rank).Select(i => entry.Value.Shape[i])])).ToArray());
        var all = new Dictionary<string, HostTensor>(StringComparer.Ordinal);
        foreach (Entry entry in entries)
        {
            Shape shape = new(entry.Sizes);
            float[] values = ranks.Rank == 0 ? tensors[entry.Key].Values : new float[shape.Count];
            ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), root: 0);
            all.Add(entry.Key, new HostTensor(shape, values));
        }

        return all;
    }

    private sealed record Entry(string Key, int[] Sizes);
}
