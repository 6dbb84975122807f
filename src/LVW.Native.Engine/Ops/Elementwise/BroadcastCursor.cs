using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>Walks the rows of a <see cref="BroadcastGeometry"/> and knows where each operand's row begins; a step costs no division.</summary>
internal struct BroadcastCursor
{
    private readonly BroadcastGeometry geometry;
    private long i0;
    private long i1;
    private long i2;

    /// <summary>Stands at a row.</summary>
    public BroadcastCursor(BroadcastGeometry geometry, long row)
    {
        this.geometry = geometry;
        i2 = row % geometry.Size2;
        long rest = row / geometry.Size2;
        i1 = rest % geometry.Size1;
        i0 = rest / geometry.Size1;
        Locate();
    }

    /// <summary>Offset of the row's first element in the left operand.</summary>
    public long Left { get; private set; }

    /// <summary>Offset of the row's first element in the right operand.</summary>
    public long Right { get; private set; }

    /// <summary>Steps to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (++i2 < geometry.Size2)
        {
            Left += geometry.Left2;
            Right += geometry.Right2;
            return;
        }

        i2 = 0;
        if (++i1 == geometry.Size1)
        {
            i1 = 0;
            i0++;
        }

        Locate();
    }

    private void Locate()
    {
        Left = (i0 * geometry.Left0) + (i1 * geometry.Left1) + (i2 * geometry.Left2);
        Right = (i0 * geometry.Right0) + (i1 * geometry.Right1) + (i2 * geometry.Right2);
    }
}
