using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Distance;

/// <summary>What becomes of the distances that <see cref="DistanceBlock"/> computes.</summary>
internal interface IDistanceSink<T>
    where T : struct, ICpuLane<T>
{
    /// <summary>Takes the distances of a row to a vector of points.</summary>
    /// <param name="distances">Of points <paramref name="point"/> and following.</param>
    /// <param name="row">The row.</param>
    /// <param name="point">The first point.</param>
    void Take(T distances, long row, int point);
}
