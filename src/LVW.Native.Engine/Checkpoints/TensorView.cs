using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Where a tensor's elements lie in stored bytes: element i₀, i₁, … at start + Σ iₖ·strideₖ.</summary>
/// <param name="Bytes">The stored bytes.</param>
/// <param name="Start">The first element, counted in elements.</param>
/// <param name="Strides">Elements from one index to the next, each at least 0; null for row-major order.</param>
internal sealed record TensorView(StoredBytes Bytes, long Start, long[]? Strides)
{
    /// <summary>The view, with no strides where they say row-major order; null if it reaches outside of <paramref name="elements"/>.</summary>
    public static TensorView? Within(StoredBytes bytes, long elements, long start, long[] sizes, long[] strides)
    {
        if (start < 0 || strides.Length != sizes.Length) return null;
        if (sizes.Contains(0)) return new TensorView(bytes, 0, null);
        if (strides.Any(stride => stride < 0)) return null;
        bool rowMajor = true;
        Int128 last = start;
        Int128 expected = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            last += (Int128)(sizes[axis] - 1) * strides[axis];
            if (last >= elements) return null;
            if (sizes[axis] > 1 && strides[axis] != expected) rowMajor = false;
            expected *= sizes[axis];
            if (expected > long.MaxValue) return null;
        }

        return last < elements ? new TensorView(bytes, start, rowMajor ? null : strides) : null;
    }

    /// <summary>Hands out the elements in row-major order, in blocks of whole elements.</summary>
    public void Read(long[] sizes, long count, int width, Action<ReadOnlySpan<byte>> visit)
    {
        if (count == 0) return;
        if (Strides is null) Bytes.Read(Start * width, count * width, visit);
        else if (width == 8) Gather<long>(Strides, sizes, visit);
        else if (width == 4) Gather<int>(Strides, sizes, visit);
        else if (width == 2) Gather<short>(Strides, sizes, visit);
        else Gather<byte>(Strides, sizes, visit);
    }

    /// <summary>Bytes from the first element to the last, which a view without row-major order holds in memory.</summary>
    public Int128 Reach(long[] sizes, int width)
    {
        if (Strides is null) return 0;
        Int128 last = 0;
        for (int axis = 0; axis < sizes.Length; axis++) last += (Int128)(sizes[axis] - 1) * Strides[axis];
        return (last + 1) * width;
    }

    private unsafe void Gather<T>(long[] strides, long[] sizes, Action<ReadOnlySpan<byte>> visit)
        where T : unmanaged
    {
        byte[] reach = new byte[(long)Reach(sizes, sizeof(T))];
        int filled = 0;
        Bytes.Read(Start * sizeof(T), reach.Length, block =>
        {
            block.CopyTo(reach.AsSpan(filled));
            filled += block.Length;
        });
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(reach);
        T[] gathered = new T[StoredBytes.Block / sizeof(T)];
        int used = 0;
        long[] index = new long[sizes.Length];
        int inner = sizes.Length - 1;
        long row = 0;
        while (true)
        {
            for (long i = 0; i < sizes[inner]; i++)
            {
                gathered[used++] = source[(int)(row + (i * strides[inner]))];
                if (used < gathered.Length) continue;
                visit(MemoryMarshal.AsBytes(gathered.AsSpan()));
                used = 0;
            }

            int axis = inner - 1;
            while (axis >= 0 && index[axis] == sizes[axis] - 1)
            {
                row -= index[axis] * strides[axis];
                index[axis--] = 0;
            }

            if (axis < 0) break;
            index[axis]++;
            row += strides[axis];
        }

        if (used > 0) visit(MemoryMarshal.AsBytes(gathered.AsSpan(0, used)));
    }
}
