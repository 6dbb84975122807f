namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>The <c>cp.async</c> of a warp's lanes that have not landed; they land when their thread waits for them, and no earlier.</summary>
internal sealed unsafe class AsyncCopies(Launch launch, Warp warp)
{
    private readonly Queue<Copy>[] pending = [.. Enumerable.Range(0, 32).Select(_ => new Queue<Copy>())];
    private readonly int[] group = new int[32];

    public void Reset()
    {
        foreach (Queue<Copy> copies in pending) copies.Clear();
        Array.Clear(group);
    }

    /// <summary>Begins a copy into the lane's open group.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="destination">The shared address.</param>
    /// <param name="source">The global address.</param>
    /// <param name="size">Bytes written.</param>
    /// <param name="taken">Bytes read; the rest is filled with zeros.</param>
    public void Begin(int lane, ulong destination, ulong source, int size, int taken)
    {
        if (taken > size) throw warp.LaneFault(PtxFault.OutOfBounds, lane, $"takes {taken} source bytes for a copy of {size}");
        if ((source & (ulong)(size - 1)) != 0) throw warp.LaneFault(PtxFault.Misaligned, lane, $"copies {size} bytes from global address 0x{source:X}, which is no multiple of {size}");
        if (taken == size) launch.Global.Read(warp, lane, source, size);
        for (int i = 0; i < taken && taken < size; i++) launch.Global.Read(warp, lane, source + (ulong)i, 1);
        launch.Shared.Begin(warp, lane, destination, size);
        pending[lane].Enqueue(new Copy(destination, source, size, taken, group[lane]));
    }

    public void Commit(int lane) => group[lane]++;

    /// <summary>All but the newest groups land.</summary>
    public void Wait(int lane, int newest)
    {
        Queue<Copy> copies = pending[lane];
        while (copies.TryPeek(out Copy copy) && copy.Group < group[lane] - newest)
        {
            copies.Dequeue();
            byte* destination = launch.Shared.Land(warp.Thread(lane), copy.Destination, copy.Size);
            Buffer.MemoryCopy((byte*)copy.Source, destination, copy.Size, copy.Taken);
            new Span<byte>(destination + copy.Taken, copy.Size - copy.Taken).Clear();
        }
    }

    private readonly record struct Copy(ulong Destination, ulong Source, int Size, int Taken, int Group);
}
