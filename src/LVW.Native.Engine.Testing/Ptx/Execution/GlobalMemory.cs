using System.Numerics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>
/// The mapped regions of global memory. Beside every granule that a launch writes stands who wrote it last and when; pages of these entries
/// come into being at the first write.
/// </summary>
internal sealed unsafe class GlobalMemory
{
    private const int PageBits = 10;

    private readonly List<Region> regions = [];
    private Region last = new(0, 0);
    private uint launches;
    private int shift;

    /// <summary>Whether accesses of different threads are compared.</summary>
    public bool CheckRaces { get; set; } = true;

    public void Map(ulong start, ulong length)
    {
        int index = regions.FindIndex(region => region.Start >= start);
        if (index < 0) index = regions.Count;
        bool overlapsPrevious = index > 0 && regions[index - 1].End > start;
        bool overlapsNext = index < regions.Count && regions[index].Start < start + length;
        if (overlapsPrevious || overlapsNext) throw new ArgumentException($"MapGlobal: {Format(start, length)} overlaps a mapped region. Unmap that one first.");
        regions.Insert(index, new Region(start, length));
    }

    public void Unmap(ulong start)
    {
        if (regions.RemoveAll(region => region.Start == start) == 0) throw new ArgumentException($"UnmapGlobal: no region begins at 0x{start:X}.");
        last = new Region(0, 0);
    }

    /// <summary>Prepares for a launch whose accesses have at least the size of a granule, 1 or 4 bytes.</summary>
    public void Begin(int granule)
    {
        int next = granule == 1 ? 0 : 2;
        launches++;
        if (next != shift) regions.ForEach(region => region.Forget());
        shift = next;
    }

    /// <summary>Checks a read of one thread and returns where the bytes are.</summary>
    public byte* Read(Warp warp, int lane, ulong address, int size)
    {
        Region region = Find(warp, lane, address, size, "reads");
        if (CheckRaces && region.HasPages) CheckRead(region, warp, lane, address, size);
        return (byte*)address;
    }

    /// <summary>Checks a write of one thread; the bytes to be written tell a race from two threads that agree.</summary>
    public byte* Write(Warp warp, int lane, ulong address, int size, byte* value)
    {
        Region region = Find(warp, lane, address, size, "writes");
        if (CheckRaces) CheckWrite(region, warp, lane, address, size, value);
        return (byte*)address;
    }

    private Region Find(Warp warp, int lane, ulong address, int size, string verb)
    {
        if ((address & (ulong)(size - 1)) != 0)
        {
            throw warp.LaneFault(PtxFault.Misaligned, lane, $"{verb} {size} bytes at global address 0x{address:X}, which is no multiple of {size}");
        }

        if (last.Holds(address, size)) return last;
        int low = 0;
        int high = regions.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (regions[middle].Holds(address, size)) return last = regions[middle];
            if (regions[middle].Start > address) high = middle - 1;
            else low = middle + 1;
        }

        throw warp.LaneFault(PtxFault.OutOfBounds, lane, $"{verb} {size} bytes at global address 0x{address:X}; {Nearest(address)}");
    }

    private string Nearest(ulong address)
    {
        Region? below = regions.LastOrDefault(region => region.Start <= address);
        Region? above = regions.FirstOrDefault(region => region.Start > address);
        if (below is null && above is null) return "no region is mapped";
        bool useBelow = above is null || (below is not null && address - below.End < above.Start - address);
        if (!useBelow) return $"{above!.Start - address} bytes before the mapped region {Format(above.Start, above.Length)}";
        return address < below!.End
            ? $"beyond the end of the mapped region {Format(below.Start, below.Length)}, in which it begins"
            : $"{address - below.End} bytes after the mapped region {Format(below.Start, below.Length)}";
    }

    private void CheckRead(Region region, Warp warp, int lane, ulong address, int size)
    {
        long at = (long)(address - region.Start);
        for (long i = at >> shift; i <= at + size - 1 >> shift; i++)
        {
            Cell[]? page = region.Page(i >> PageBits);
            if (page is null) continue;
            ref Cell cell = ref page[i & ((1 << PageBits) - 1)];
            if (cell.Launch == launches && !Ordered(in cell, warp, warp.Thread(lane))) throw Race(in cell, warp, lane, address, "reads");
        }
    }

    private void CheckWrite(Region region, Warp warp, int lane, ulong address, int size, byte* value)
    {
        long at = (long)(address - region.Start);
        int thread = warp.Thread(lane);
        int granule = 1 << shift;
        for (long i = at >> shift; i <= at + size - 1 >> shift; i++)
        {
            Cell[] page = region.Page(i >> PageBits) ?? region.AddPage(i >> PageBits, 1 << PageBits);
            ref Cell cell = ref page[i & ((1 << PageBits) - 1)];
            if (cell.Launch == launches && !Ordered(in cell, warp, thread))
            {
                long from = (i << shift) - at;
                var old = new ReadOnlySpan<byte>((byte*)address + from, granule);
                if (!old.SequenceEqual(new ReadOnlySpan<byte>(value + from, granule))) throw Race(in cell, warp, lane, address, "writes another value to");
            }

            cell = new Cell { Launch = launches, Block = warp.Launch.Block, Thread = (ushort)thread, Stamp = warp.Launch.Clock, Pc = warp.Pc };
        }
    }

    private static bool Ordered(in Cell cell, Warp warp, int thread)
        => cell.Block == warp.Launch.Block && (cell.Thread == thread || warp.Launch.Ordered(cell.Stamp, cell.Thread, warp));

    private static PtxFaultException Race(in Cell cell, Warp warp, int lane, ulong address, string verb)
        => warp.LaneFault(
            PtxFault.GlobalRace,
            lane,
            $"{verb} global address 0x{address:X}, written by {warp.Launch.Place(cell.Block, cell.Thread)} with {warp.Launch.Program.Describe(cell.Pc)} in the same launch; nothing orders the two");

    private static string Format(ulong start, ulong length) => $"[0x{start:X}, 0x{start + length:X}) of {length} bytes";

    private struct Cell
    {
        public long Block;
        public uint Launch;
        public uint Stamp;
        public int Pc;
        public ushort Thread;
    }

    private sealed class Region(ulong start, ulong length)
    {
        private Cell[]?[] pages = [];

        public ulong Start { get; } = start;

        public ulong Length { get; } = length;

        public ulong End => Start + Length;

        public bool HasPages => pages.Length > 0;

        public bool Holds(ulong address, int size)
        {
            ulong at = address - Start;
            return at < Length && Length - at >= (ulong)size;
        }

        public Cell[]? Page(long index) => index < pages.Length ? pages[index] : null;

        public Cell[] AddPage(long index, int cells)
        {
            if (index >= pages.Length) Array.Resize(ref pages, (int)BitOperations.RoundUpToPowerOf2((ulong)index + 1));
            return pages[index] = new Cell[cells];
        }

        public void Forget() => pages = [];
    }
}
