using System.Diagnostics;
using System.Runtime.InteropServices;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Distributed.Mpi;

/// <summary>
/// The one thread that calls MPI, from its beginning to its end: so the lowest level of thread support is enough. Calls begin in the order in which
/// they come and run side by side; the thread looks at them often while somebody waits, and once in a millisecond while everybody computes.
/// </summary>
internal sealed unsafe class MpiThread
{
    private const int ThreadsFunneled = 1;
    private const int LongestText = 8192;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Eager = TimeSpan.FromMilliseconds(20);

    // A call of MPI that does not return keeps nobody from ending the process.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly MpiLibrary library;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly AutoResetEvent wake = new(false);
    private readonly Queue<MpiWork> queue = [];
    private readonly List<MpiWork> running = [];
    private readonly ManualResetEventSlim ready = new(false);
    private volatile int waiting;
    private volatile bool ending;
    private volatile bool abandoned;
    private int failure;

    public MpiThread(MpiLibrary library)
    {
        this.library = library;
        thread = new Thread(Run) { IsBackground = true, Name = "mpi" };
        thread.Start();
        ready.Wait();
        if (failure != 0) throw new CollectiveException($"MPI: {library.Path} could not be initialised ({TextOf(failure)}). Start with the mpirun or srun that belongs to it.");
    }

    public int Rank { get; private set; }

    public int Size { get; private set; }

    public string Version { get; private set; } = "";

    public void Post(MpiWork work)
    {
        lock (gate) queue.Enqueue(work);
        wake.Set();
    }

    /// <summary>Waits as long as it takes, or until a time after it was asked to stop.</summary>
    /// <returns>Whether the work has ended.</returns>
    public bool Wait(MpiWork work, CancellationToken stop, TimeSpan patience)
    {
        Interlocked.Increment(ref waiting);
        wake.Set();
        try
        {
            long asked = 0;
            while (!work.Wait(TimeSpan.FromMilliseconds(100)))
            {
                if (!stop.IsCancellationRequested) continue;
                if (asked == 0) asked = Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(asked) > patience) return false;
            }

            return true;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Ends MPI; every rank must come here, and nothing may be under way.</summary>
    public void End()
    {
        ending = true;
        wake.Set();
        thread.Join();
    }

    /// <summary>Calls MPI no more, whatever is under way; only an abort may follow.</summary>
    public void Abandon()
    {
        abandoned = true;
        wake.Set();
        thread.Join(Farewell);
    }

    public string TextOf(int code)
    {
        byte* text = stackalloc byte[LongestText];
        int length;
        return MpiFunctions.MPI_Error_string(code, text, &length) == 0 ? Marshal.PtrToStringUTF8((nint)text, length).TrimEnd('\0') : $"code {code}";
    }

    private void Run()
    {
        failure = Begin();
        ready.Set();
        if (failure != 0) return;
        long idle = Stopwatch.GetTimestamp();
        while (!abandoned)
        {
            bool began = Start();
            if (running.Count == 0 && !began)
            {
                if (ending) break;
                wake.WaitOne();
                idle = Stopwatch.GetTimestamp();
                continue;
            }

            if (began | Look()) idle = Stopwatch.GetTimestamp();
            else if (waiting > 0 && Stopwatch.GetElapsedTime(idle) < Eager) Thread.Yield();
            else wake.WaitOne(Glance);
        }

        if (!abandoned) _ = MpiFunctions.MPI_Finalize();
    }

    private int Begin()
    {
        int provided, rank = 0, size = 0, length;
        int code = MpiFunctions.MPI_Init_thread(null, null, ThreadsFunneled, &provided);
        if (code == 0) code = MpiFunctions.MPI_Comm_set_errhandler(library.World, library.ErrorsReturn);
        if (code == 0) code = MpiFunctions.MPI_Comm_rank(library.World, &rank);
        if (code == 0) code = MpiFunctions.MPI_Comm_size(library.World, &size);
        if (code != 0) return code;
        (Rank, Size) = (rank, size);
        byte* text = stackalloc byte[LongestText];
        if (MpiFunctions.MPI_Get_library_version(text, &length) == 0) Version = Marshal.PtrToStringUTF8((nint)text, length);
        return 0;
    }

    // Begins what has come; MPI wants the same order on all ranks.
    private bool Start()
    {
        bool any = false;
        while (true)
        {
            MpiWork? work;
            lock (gate)
            {
                if (!queue.TryDequeue(out work)) return any;
            }

            any = true;
            int code = Begin(work);
            if (code == 0) running.Add(work);
            else work.End(code);
        }
    }

    private int Begin(MpiWork work) => work.Call switch
    {
        MpiCall.SumFloats => MpiFunctions.MPI_Iallreduce((void*)library.InPlace, work.Receive, work.Count, library.Float, library.Sum, library.World, work.Request),
        MpiCall.SumDoubles => MpiFunctions.MPI_Iallreduce((void*)library.InPlace, work.Receive, work.Count, library.Double, library.Sum, library.World, work.Request),
        MpiCall.Gather => MpiFunctions.MPI_Iallgather(work.Send, work.Count, library.Byte, work.Receive, work.Count, library.Byte, library.World, work.Request),
        MpiCall.Broadcast => MpiFunctions.MPI_Ibcast(work.Receive, work.Count, library.Byte, work.Root, library.World, work.Request),
        _ => MpiFunctions.MPI_Ibarrier(library.World, work.Request),
    };

    private bool Look()
    {
        bool any = false;
        for (int i = running.Count - 1; i >= 0; i--)
        {
            MpiWork work = running[i];
            int done = 0;
            int code = MpiFunctions.MPI_Test(work.Request, &done, library.IgnoreStatus);
            if (code == 0 && done == 0) continue;
            any = true;
            running.RemoveAt(i);
            work.End(code);
        }

        return any;
    }
}
