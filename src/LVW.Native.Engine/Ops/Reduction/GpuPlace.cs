using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>A place in x that moves along the reduced axes by one team of threads at a time, without a division.</summary>
internal struct GpuPlace(int offset, int r1, int size, int innerStep, int advance, int carry)
{
    private int offset = offset;
    private int r1 = r1;

    /// <summary>The place, and then the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        int here = offset;
        offset += advance;
        r1 += innerStep;
        if (r1 >= size)
        {
            r1 -= size;
            offset += carry;
        }

        return here;
    }
}
