using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Devices;

/// <summary>A parallel job whose inner loops are written over a lane type; <see cref="CpuDevice.Run"/> picks the width.</summary>
public interface ILaneJob
{
    /// <summary>Does one chunk with vectors of <typeparamref name="T"/>.</summary>
    /// <param name="index">The chunk, 0 to count − 1.</param>
    /// <param name="worker">Who executes it: the index of a private scratch buffer, never of a result.</param>
    void Execute<T>(int index, int worker)
        where T : struct, ICpuLane<T>;
}
