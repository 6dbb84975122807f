using System.Diagnostics;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Distributed.Mpi;

/// <summary>The ranks that mpirun, srun or an MPIJob has started, by the machine's own MPI library.</summary>
public sealed unsafe class MpiCollective : ICollective
{
    /// <summary>Allows that gradients on a GPU are handed to a library that says that it reads the GPU's memory.</summary>
    public const string DeviceMemoryVariable = "LVW_MPI_DEVICE_MEMORY";

    // MPI counts in 32 bits.
    private const int LongestCall = 1 << 30;

    // A rank that was waited for longer before may take as long again.
    private const double Slack = 3;

    private static int opened;

    private readonly MpiLibrary library;
    private readonly MpiThread thread;
    private readonly MpiWork blocking = new();
    private readonly Stack<MpiWork> free = [];
    private readonly CancellationToken stop;
    private readonly TimeSpan patience;
    private TimeSpan longest;
    private bool broken;

    private MpiCollective(MpiLibrary library, MpiThread thread, CancellationToken stop, TimeSpan patience)
        => (this.library, this.thread, this.stop, this.patience, ReadsDeviceMemory) = (library, thread, stop, patience, library.IsCudaAware && Environment.GetEnvironmentVariable(DeviceMemoryVariable) == "1");

    /// <inheritdoc/>
    public int Rank => thread.Rank;

    /// <inheritdoc/>
    public int Size => thread.Size;

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string line = thread.Version.Split('\n', ',')[0].Trim().ReplaceLineEndings(" ");
            return $"{line.Replace('\t', ' ')} ({library.Path})";
        }
    }

    /// <inheritdoc/>
    public bool ReadsDeviceMemory { get; }

    /// <summary>Joins the ranks that were launched together.</summary>
    /// <param name="launch">What the environment tells of the launcher.</param>
    /// <param name="stop">After this, a rank that does not answer is not waited for any longer than some seconds.</param>
    /// <exception cref="CollectiveException">There is no MPI library, it does not fit the launcher, or the process has joined before: MPI allows it once.</exception>
    public static MpiCollective Open(MpiLaunch launch, CancellationToken stop = default) => Open(launch, stop, TimeSpan.FromSeconds(8));

    /// <summary>Joins the ranks and says how long an answer is waited for after the stop.</summary>
    internal static MpiCollective Open(MpiLaunch launch, CancellationToken stop, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(launch);
        MpiLibrary library = MpiLibrary.Find(launch, Environment.GetEnvironmentVariable);
        if (Interlocked.Exchange(ref opened, 1) != 0) throw new CollectiveException("MPI: this process has joined before; MPI allows it once. Pass the collective on.");
        library.Bind();
        var thread = new MpiThread(library);
        if (thread.Size == launch.Ranks) return new MpiCollective(library, thread, stop, patience);
        thread.End();
        throw new CollectiveException(
            $"MPI: the launcher has started {launch.Ranks} processes but {library.Path} sees {thread.Size}: they belong to different libraries. Use the library's own mpirun, or name the launcher's library with {MpiLibrary.PathVariable}.");
    }

    /// <inheritdoc/>
    public void AllReduce(Span<double> values)
    {
        fixed (double* start = values)
        {
            for (int at = 0; at < values.Length; at += Math.Min(LongestCall, values.Length - at)) Do(MpiCall.SumDoubles, null, start + at, Math.Min(LongestCall, values.Length - at));
        }
    }

    /// <inheritdoc/>
    public void BeginAllReduce(ReductionBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Pending is not null) throw new InvalidOperationException("MpiCollective: the block's last reduction has not been waited for.");
        if (!free.TryPop(out MpiWork? work)) work = new MpiWork();
        Post(work, MpiCall.SumFloats, null, block.Start, block.Length);
        block.Pending = work;
    }

    /// <inheritdoc/>
    public void Wait(ReductionBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Pending is not MpiWork work) return;
        Finish(work, stop);
        block.Ended = work.Ended;
        block.Pending = null;
        free.Push(work);
    }

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        if (all.Length != (long)own.Length * Size) throw new ArgumentException($"AllGather: {own.Length} bytes of {Size} ranks need room for {(long)own.Length * Size} but there are {all.Length}.");
        fixed (byte* send = own, receive = all) Do(MpiCall.Gather, send, receive, own.Length);
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root)
    {
        fixed (byte* start = bytes)
        {
            for (int at = 0; at < bytes.Length; at += Math.Min(LongestCall, bytes.Length - at)) Do(MpiCall.Broadcast, null, start + at, Math.Min(LongestCall, bytes.Length - at), root);
        }
    }

    /// <inheritdoc/>
    public void Barrier()
    {
        Post(blocking, MpiCall.Barrier, null, null, 0);
        Finish(blocking, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Abort(int exitCode)
    {
        broken = true;
        _ = MpiFunctions.MPI_Abort(library.World, exitCode);
        Environment.Exit(exitCode);
    }

    /// <summary>Leaves the ranks; all must do so. After a failure there is nobody left to say goodbye to.</summary>
    public void Dispose()
    {
        if (broken) return;
        broken = true;
        thread.End();
        blocking.Dispose();
        foreach (MpiWork work in free) work.Dispose();
    }

    private void Do(MpiCall call, void* send, void* receive, int count, int root = 0)
    {
        Post(blocking, call, send, receive, count, root);
        Finish(blocking, stop);
    }

    private void Post(MpiWork work, MpiCall call, void* send, void* receive, int count, int root = 0)
    {
        if (broken) throw Fault("has lost the others");
        work.Prepare(call, send, receive, count, root);
        thread.Post(work);
    }

    private void Finish(MpiWork work, CancellationToken hurry)
    {
        long start = Stopwatch.GetTimestamp();
        if (!thread.Wait(work, hurry, Longer(patience, Slack * longest))) throw Broken("was asked to stop and the other ranks do not answer any more");
        if (work.Result != 0) throw Broken($"has lost the others ({thread.TextOf(work.Result)})");
        if (hurry.CanBeCanceled) longest = Longer(longest, Stopwatch.GetElapsedTime(start));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // What is under way may still be written to, and its memory moves or is given back as soon as the caller hears of the failure: nobody drives MPI any more.
    private CollectiveException Broken(string how)
    {
        broken = true;
        thread.Abandon();
        return Fault(how);
    }

    private CollectiveException Fault(string how) => new($"MPI: rank {Rank} {how}. The last checkpoint is kept; go on with --resume.");
}
