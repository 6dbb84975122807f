namespace LVW.Native.Engine.Distributed;

/// <summary>
/// Processes that compute together. All of them make the same calls in the same order, each for its own part; a result is the same, bit for
/// bit, on all ranks. The names are MPI's.
/// </summary>
/// <remarks>Calls come from one thread at a time.</remarks>
public interface ICollective : IDisposable
{
    /// <summary>Which of the processes this is, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of processes.</summary>
    int Size { get; }

    /// <summary>What carries the messages, for people: the library and its version.</summary>
    string Description { get; }

    /// <summary>Whether it reads and writes a GPU's memory, so that blocks need not pass through the host's.</summary>
    bool ReadsDeviceMemory { get; }

    /// <summary>Adds the values of all ranks, element by element, in place.</summary>
    /// <param name="values">As many on each rank.</param>
    /// <exception cref="CollectiveException">Another rank is gone, or the library failed.</exception>
    void AllReduce(Span<double> values);

    /// <summary>Begins to add the values of all ranks and returns at once; reductions that have begun end in any order.</summary>
    /// <param name="block">As long on each rank; not to be touched until <see cref="Wait"/> has returned.</param>
    void BeginAllReduce(ReductionBlock block);

    /// <summary>Waits until a block holds the sums.</summary>
    /// <exception cref="CollectiveException">Another rank is gone, or the library failed.</exception>
    void Wait(ReductionBlock block);

    /// <summary>Collects the bytes of all ranks in the order of ranks.</summary>
    /// <param name="own">As many bytes on each rank.</param>
    /// <param name="all">Room for <see cref="Size"/> times as many.</param>
    /// <exception cref="CollectiveException">Another rank is gone, or the library failed.</exception>
    void AllGather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Gives all ranks the bytes of one.</summary>
    /// <param name="bytes">As many on each rank.</param>
    /// <param name="root">The rank whose bytes they are.</param>
    /// <exception cref="CollectiveException">Another rank is gone, or the library failed.</exception>
    void Broadcast(Span<byte> bytes, int root);

    /// <summary>Returns when every rank has called it, however long that takes: also where this one was asked to stop meanwhile.</summary>
    /// <exception cref="CollectiveException">Another rank is gone, or the library failed.</exception>
    void Barrier();

    /// <summary>Ends all processes at once; for a rank that cannot go on while others wait for it.</summary>
    /// <param name="exitCode">What the job shall report.</param>
    void Abort(int exitCode);
}
