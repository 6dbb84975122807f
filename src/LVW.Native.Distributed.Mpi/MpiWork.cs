using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LVW.Native.Distributed.Mpi;

/// <summary>A collective call that is under way; used again for the next one.</summary>
internal sealed unsafe class MpiWork : IDisposable
{
    private readonly ManualResetEventSlim done = new(false, spinCount: 100);

    public MpiCall Call { get; private set; }

    public void* Send { get; private set; }

    public void* Receive { get; private set; }

    public int Count { get; private set; }

    public int Root { get; private set; }

    /// <summary>MPI's handle of the call; its address must not change while the call is under way.</summary>
    public nint* Request { get; } = (nint*)NativeMemory.AllocZeroed((nuint)sizeof(nint));

    /// <summary>What MPI said: 0 for success.</summary>
    public int Result { get; private set; }

    /// <summary>When it ended, a timestamp.</summary>
    public long Ended { get; private set; }

    public void Prepare(MpiCall call, void* send, void* receive, int count, int root = 0)
    {
        Call = call;
        Send = send;
        Receive = receive;
        Count = count;
        Root = root;
        *Request = 0;
        done.Reset();
    }

    public void End(int result)
    {
        (Result, Ended) = (result, Stopwatch.GetTimestamp());
        done.Set();
    }

    /// <summary>Whether it has ended within a time.</summary>
    public bool Wait(TimeSpan patience) => done.Wait(patience);

    public void Dispose()
    {
        done.Dispose();
        NativeMemory.Free(Request);
    }
}
