namespace LVW.Native.Viewer.State;

/// <summary>Work that takes a pass over many pictures, once; pages show how far it is.</summary>
/// <param name="name">Its name in addresses.</param>
/// <param name="total">Pictures that it reads.</param>
/// <param name="work">The work.</param>
/// <param name="lineFor">Tells what an exception means.</param>
/// <param name="stopping">Asks all jobs to stop.</param>
internal sealed class BackgroundJob(string name, int total, Action<BackgroundJob, CancellationToken> work, Func<Exception, string> lineFor, CancellationToken stopping)
{
    private readonly Lock sync = new();
    private int done;

    public string Name => name;

    public int Total => total;

    public int Done => Volatile.Read(ref done);

    public JobState State { get; private set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; private set; }

    /// <summary>Ends when the job does, whichever way.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins the work, if it was not begun or has failed.</summary>
    public void Start()
    {
        lock (sync)
        {
            if (State is JobState.Running or JobState.Done || stopping.IsCancellationRequested) return;
            (State, Error, done) = (JobState.Running, null, 0);
            Ended = Task.Run(Run, CancellationToken.None);
        }
    }

    /// <summary>Tells of pictures that were read.</summary>
    public void Advance(int pictures) => Interlocked.Add(ref done, pictures);

    private void Run()
    {
        try
        {
            work(this, stopping);
            State = JobState.Done;
        }
        catch (OperationCanceledException)
        {
            State = JobState.Waiting;
        }
        catch (Exception exception)
        {
            Error = lineFor(exception);
            State = JobState.Failed;
        }
    }
}
