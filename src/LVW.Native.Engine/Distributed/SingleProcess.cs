namespace LVW.Native.Engine.Distributed;

/// <summary>A process that computes alone: every sum is its own.</summary>
public sealed class SingleProcess : ICollective
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public string Description => "one process";

    /// <inheritdoc/>
    public bool ReadsDeviceMemory => true;

    /// <inheritdoc/>
    public void AllReduce(Span<double> values)
    {
    }

    /// <inheritdoc/>
    public void BeginAllReduce(ReductionBlock block)
    {
    }

    /// <inheritdoc/>
    public void Wait(ReductionBlock block)
    {
    }

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all) => own.CopyTo(all);

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root)
    {
    }

    /// <inheritdoc/>
    public void Barrier()
    {
    }

    /// <inheritdoc/>
    public void Abort(int exitCode) => Environment.Exit(exitCode);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
