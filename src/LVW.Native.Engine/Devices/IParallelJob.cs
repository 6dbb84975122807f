namespace LVW.Native.Engine.Devices;

/// <summary>A piece of work cut into independent chunks; a struct, so that running it allocates nothing.</summary>
public interface IParallelJob
{
    /// <summary>Does one chunk. Chunks of one run may execute at the same time and must write disjoint memory.</summary>
    /// <param name="index">The chunk, 0 to count − 1.</param>
    /// <param name="worker">Who executes it, 0 to <see cref="WorkerPool.Threads"/> − 1: the index of a private scratch buffer, never of a result.</param>
    void Execute(int index, int worker);
}
