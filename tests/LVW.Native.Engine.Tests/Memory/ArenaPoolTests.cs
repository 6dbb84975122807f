using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Memory;

public sealed unsafe class ArenaPoolTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1);

    public void Dispose() => device.Dispose();

    [Property(MaxTest = 50)]
    public void Blocks_in_use_never_overlap_and_keep_what_was_written(int seed)
    {
        var random = new Random(seed);
        var held = new List<(Storage Block, float Mark)>();
        for (int i = 0; i < 400; i++)
        {
            if (held.Count > 0 && random.Next(5) < 2)
            {
                int at = random.Next(held.Count);
                Check(held[at]);
                device.Return(held[at].Block);
                held.RemoveAt(at);
                continue;
            }

            long length = LengthOf(random);
            Storage block = random.Next(4) == 0 ? device.Allocate(length) : device.Rent(length);
            Assert.Equal(length, block.Length);
            Assert.Equal(0, (nint)block.Floats() % 64);
            new Span<float>(block.Floats(), (int)block.Capacity).Fill(i);
            held.Add((block, i));
        }

        held.ForEach(Check);
        held.ForEach(entry => device.Return(entry.Block));
    }

    [Property(MaxTest = 50)]
    public void Requests_that_repeat_from_the_start_find_the_same_places_and_take_nothing_new(int seed)
    {
        List<nint> first = Pass(new Random(seed));
        long taken = device.PooledBytes;
        Assert.Equal(first, Pass(new Random(seed)));
        Assert.Equal(taken, device.PooledBytes);
    }

    [Fact]
    public void Rooms_of_several_blocks_serve_one_that_is_as_large_as_all_of_them()
    {
        Storage[] parts = [.. Enumerable.Range(0, 4).Select(_ => device.Rent(1 << 18))];
        long taken = device.PooledBytes;
        foreach (Storage part in parts) device.Return(part);
        device.Return(device.Rent(1 << 19));
        Assert.Equal(taken, device.PooledBytes);
    }

    [Fact]
    public void A_block_that_outlives_steps_does_not_part_the_room_of_theirs()
    {
        Storage left = device.Rent(1 << 18);
        Storage lasting = device.Allocate(100_000);
        Storage right = device.Rent(1 << 18);
        long taken = device.PooledBytes;
        device.Return(left);
        device.Return(right);
        device.Return(device.Rent(1 << 18));
        Assert.Equal(taken, device.PooledBytes);
        device.Release(lasting);
    }

    [Fact]
    public void A_block_returned_twice_is_an_error()
    {
        Storage block = device.Rent(10);
        device.Return(block);
        Assert.Contains("returned before", Assert.Throws<InvalidOperationException>(() => device.Return(block)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Renting_and_returning_allocates_nothing()
    {
        Storage[] blocks = new Storage[100];
        for (int round = 0; round < 2; round++) RentAll(blocks);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RentAll(blocks);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void RentAll(Storage[] blocks)
    {
        for (int i = 0; i < blocks.Length; i++) blocks[i] = device.Rent(1 + (i * 977));
        for (int i = 0; i < blocks.Length; i++) device.Return(blocks[i * 37 % blocks.Length]);
    }

    private List<nint> Pass(Random random)
    {
        var places = new List<nint>();
        var held = new List<Storage>();
        for (int i = 0; i < 200; i++)
        {
            if (held.Count > 0 && random.Next(5) < 2)
            {
                int at = random.Next(held.Count);
                device.Return(held[at]);
                held.RemoveAt(at);
            }
            else
            {
                held.Add(device.Rent(LengthOf(random)));
                places.Add((nint)held[^1].Floats());
            }
        }

        held.ForEach(device.Return);
        return places;
    }

    private static void Check((Storage Block, float Mark) entry)
        => Assert.False(new ReadOnlySpan<float>(entry.Block.Floats(), (int)entry.Block.Capacity).ContainsAnyExcept(entry.Mark));

    // A few elements, a small block, a large one: as evenly as steps ask for them.
    private static long LengthOf(Random random) => random.Next(3) switch { 0 => random.Next(0, 70), 1 => random.Next(1, 16_384), _ => random.Next(16_384, 200_000) };
}
