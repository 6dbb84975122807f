namespace LVW.Native.Engine.Memory;

/// <summary>
/// A piece of memory that is cut into blocks: the smallest free block that fits is taken and its rest stays free, and a block that comes
/// back is joined with free neighbours.
/// </summary>
/// <remarks>
/// The free block at the end is taken only when no other fits, so that memory which was never used is used last. What is taken depends on
/// nothing but the requests since the slab was last empty.
/// </remarks>
/// <param name="memory">The memory.</param>
internal sealed class Slab(Storage memory)
{
    private const int None = -1;

    private Block[] blocks = [new Block { Length = memory.Capacity, Previous = None, Next = None, Free = true }, .. new Block[15]];

    // Free blocks by length, then by place; entries of the table that describe no block.
    private int[] free = new int[16];
    private int[] unused = new int[16];
    private int freeCount = 1;
    private int unusedCount;
    private int used = 1;

    /// <summary>The memory.</summary>
    public Storage Memory => memory;

    /// <summary>Elements from the start that were ever part of a block in use.</summary>
    public long Touched { get; private set; }

    /// <summary>Takes a block.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="block">The block's number.</param>
    /// <param name="start">Its first element.</param>
    /// <returns>False when no free block is long enough.</returns>
    public bool TryTake(long length, out int block, out long start)
    {
        int at = Find(length, place: 0);
        if (at < freeCount - 1 && blocks[free[at]].Next == None) at++;
        (block, start) = (None, 0);
        if (at == freeCount) return false;
        block = free[at];
        Remove(at);
        if (blocks[block].Length > length) Split(block, length);
        blocks[block].Free = false;
        start = blocks[block].Start;
        Touched = Math.Max(Touched, start + length);
        return true;
    }

    /// <summary>Takes a block back.</summary>
    public void Give(int block)
    {
        int previous = blocks[block].Previous;
        int next = blocks[block].Next;
        if (next != None && blocks[next].Free)
        {
            Remove(Find(blocks[next].Length, blocks[next].Start));
            Join(block, next);
        }

        if (previous != None && blocks[previous].Free)
        {
            Remove(Find(blocks[previous].Length, blocks[previous].Start));
            Join(previous, block);
            block = previous;
        }

        blocks[block].Free = true;
        Insert(block);
    }

    private void Split(int block, long length)
    {
        int rest = NewBlock();
        ref Block first = ref blocks[block];
        blocks[rest] = new Block { Start = first.Start + length, Length = first.Length - length, Previous = block, Next = first.Next, Free = true };
        if (first.Next != None) blocks[first.Next].Previous = rest;
        first.Next = rest;
        first.Length = length;
        Insert(rest);
    }

    private void Join(int block, int next)
    {
        ref Block first = ref blocks[block];
        first.Length += blocks[next].Length;
        first.Next = blocks[next].Next;
        if (first.Next != None) blocks[first.Next].Previous = block;
        if (unusedCount == unused.Length) Array.Resize(ref unused, 2 * unusedCount);
        unused[unusedCount++] = next;
    }

    private int NewBlock()
    {
        if (unusedCount > 0) return unused[--unusedCount];
        if (used == blocks.Length) Array.Resize(ref blocks, 2 * used);
        return used++;
    }

    // The first free block that is longer, or as long and not before the place.
    private int Find(long length, long place)
    {
        (int low, int high) = (0, freeCount);
        while (low < high)
        {
            int middle = (low + high) / 2;
            ref Block candidate = ref blocks[free[middle]];
            if (candidate.Length < length || (candidate.Length == length && candidate.Start < place)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Insert(int block)
    {
        if (freeCount == free.Length) Array.Resize(ref free, 2 * freeCount);
        int at = Find(blocks[block].Length, blocks[block].Start);
        Array.Copy(free, at, free, at + 1, freeCount - at);
        free[at] = block;
        freeCount++;
    }

    private void Remove(int at)
    {
        freeCount--;
        Array.Copy(free, at + 1, free, at, freeCount - at);
    }

    private struct Block
    {
        public long Start;
        public long Length;
        public int Previous;
        public int Next;
        public bool Free;
    }
}
