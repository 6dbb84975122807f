using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LVW.Native.VisualWords.Words;

/// <summary>Zeros that stay where they are in memory, aligned for vectors, until the garbage collector finds them unused.</summary>
/// <param name="count">How many.</param>
internal sealed unsafe class AlignedDoubles(long count)
{
    private const int Alignment = 64;

    private readonly double[] values = GC.AllocateArray<double>(checked((int)count + (Alignment / sizeof(double))), pinned: true);

    /// <summary>The first.</summary>
    public double* Pointer
    {
        get
        {
            nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
            return (double*)((start + Alignment - 1) / Alignment * Alignment);
        }
    }

    /// <summary>A part of them.</summary>
    public Span<double> Slice(long start, int length) => new(Pointer + start, length);
}
