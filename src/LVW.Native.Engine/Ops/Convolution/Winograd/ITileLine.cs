using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// One line of a Winograd transform: a small constant matrix times up to six values. Applied to the columns and then to the rows of a
/// square, it transforms a tile. A type, so that the loops over a tile are written once for all transforms.
/// </summary>
internal interface ITileLine
{
    /// <summary>Values read, 3 to 6.</summary>
    static abstract int From { get; }

    /// <summary>Values written, 3 to 6.</summary>
    static abstract int To { get; }

    /// <summary>y = matrix · x; values beyond <see cref="From"/> and <see cref="To"/> have no meaning.</summary>
    static abstract void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>;
}
