using LVW.Native.VisualWords.Data;

namespace LVW.Native.Viewer.State;

/// <summary>One user of the device at a time: requests wait here for their turn, and long passes give way after each batch.</summary>
internal sealed class InferenceTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Works when its turn has come; a request that is given up leaves the queue.</summary>
    public async Task<T> Take<T>(Func<T> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Batches of which each is read in a turn of its own; decoding needs none.</summary>
    public IEnumerable<Batch> Each(IEnumerable<Batch> batches, Action<int> read, CancellationToken cancellation)
    {
        foreach (Batch batch in batches)
        {
            turn.Wait(cancellation);
            try
            {
                yield return batch;
            }
            finally
            {
                turn.Release();
            }

            read(batch.Count);
        }
    }

    /// <summary>Waits until nobody uses the device, and lets nobody use it again.</summary>
    public Task CloseAsync() => turn.WaitAsync(CancellationToken.None);

    public void Dispose() => turn.Dispose();
}
