using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LVW.Native.Engine.Distributed;

/// <summary>What is made of a collective's few calls.</summary>
public static class CollectiveOps
{
    // Bytes that a call collects of all ranks: a span of bytes ends at 2 GiB, which the words' scores of many pictures exceed.
    private const long LargestCall = 1 << 28;

    /// <summary>Collects values of which each rank may have another number.</summary>
    /// <returns>The values of all ranks, in the order of ranks; of a process alone, its own array.</returns>
    public static T[] Gather<T>(this ICollective collective, T[] own)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(own);
        if (collective.Size == 1) return own;
        T[][] each = collective.GatherEach(own);
        T[] all = new T[each.Sum(values => values.LongLength)];
        int at = 0;
        foreach (T[] values in each)
        {
            values.CopyTo(all, at);
            at += values.Length;
        }

        return all;
    }

    /// <summary>Collects values of which each rank may have another number.</summary>
    /// <returns>The values of each rank.</returns>
    public static T[][] GatherEach<T>(this ICollective collective, T[] own)
        where T : unmanaged
        => GatherEach(collective, own, LargestCall);

    /// <summary>The same, in calls of a size.</summary>
    internal static T[][] GatherEach<T>(ICollective collective, T[] own, long largestCall)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(own);
        if (collective.Size == 1) return [own];
        int[] counts = new int[collective.Size];
        collective.AllGather(MemoryMarshal.AsBytes([own.Length]), MemoryMarshal.AsBytes(counts.AsSpan()));
        T[][] each = [.. counts.Select(count => new T[count])];
        int longest = counts.Max();
        int most = (int)Math.Clamp(largestCall / Unsafe.SizeOf<T>() / collective.Size, 1, Math.Max(1, longest));
        T[] part = new T[most];
        T[] all = new T[most * collective.Size];
        for (int at = 0; at < longest; at += most)
        {
            Part(own, at).CopyTo(part);
            collective.AllGather(MemoryMarshal.AsBytes(part.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
            for (int rank = 0; rank < each.Length; rank++)
            {
                Span<T> target = Part(each[rank], at);
                all.AsSpan(rank * most, target.Length).CopyTo(target);
            }
        }

        return each;

        Span<T> Part(T[] values, int from) => values.AsSpan(Math.Min(from, values.Length), Math.Clamp(values.Length - from, 0, most));
    }

    /// <summary>The texts of all ranks.</summary>
    public static string[] GatherTexts(this ICollective collective, string own)
        => [.. collective.GatherEach(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString)];

    /// <summary>Gives all ranks the bytes of rank 0, however many they are.</summary>
    /// <param name="collective">The ranks.</param>
    /// <param name="bytes">Those of rank 0; of no matter elsewhere.</param>
    public static byte[] FromFirst(this ICollective collective, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(collective);
        if (collective.Size == 1) return bytes;
        long[] length = [bytes.LongLength];
        collective.Broadcast(MemoryMarshal.AsBytes(length.AsSpan()), 0);
        byte[] all = collective.Rank == 0 ? bytes : new byte[length[0]];
        collective.Broadcast(all, 0);
        return all;
    }

    /// <summary>Gives all ranks a value of rank 0 that JSON can hold.</summary>
    /// <param name="collective">The ranks.</param>
    /// <param name="value">That of rank 0; of no matter elsewhere.</param>
    public static T FromFirst<T>(this ICollective collective, T value)
    {
        ArgumentNullException.ThrowIfNull(collective);
        return collective.Size == 1 ? value : JsonSerializer.Deserialize<T>(collective.FromFirst(JsonSerializer.SerializeToUtf8Bytes(value)))!;
    }

    /// <summary>Adds the values of all ranks, element by element, in place.</summary>
    /// <param name="collective">The ranks.</param>
    /// <param name="values">As many on each rank.</param>
    public static void AllReduce(this ICollective collective, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(collective);
        if (collective.Size == 1) return;
        using var block = new ReductionBlock(values.Length);
        values.CopyTo(block.Extend(values.Length));
        collective.BeginAllReduce(block);
        collective.Wait(block);
        block.Values.CopyTo(values);
    }

    /// <summary>Stops all ranks where one at least was asked to; the others are waited for, for they may have heard nothing.</summary>
    /// <exception cref="OperationCanceledException">A rank was asked to stop.</exception>
    public static void StopTogether(this ICollective collective, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(collective);
        collective.Barrier();
        if (collective.Sum(cancellation.IsCancellationRequested ? 1 : 0) > 0) throw new OperationCanceledException(cancellation);
    }

    /// <summary>The sum of a number over all ranks.</summary>
    public static double Sum(this ICollective collective, double own)
    {
        ArgumentNullException.ThrowIfNull(collective);
        Span<double> value = [own];
        collective.AllReduce(value);
        return value[0];
    }
}
