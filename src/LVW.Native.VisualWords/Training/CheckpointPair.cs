using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Training;

/// <summary>
/// The last two checkpoints of a run, sealed. At every instant one of them at least is whole: a new one is written beside them, and the newest
/// takes the place of the older one only where it is known to be whole itself.
/// </summary>
internal sealed class CheckpointPair(RunFolder folder)
{
    private bool newestIsWhole;

    /// <summary>Saves a checkpoint; the newest so far becomes the older one.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; both checkpoints stay.</exception>
    public void Write(IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        CheckpointSeal.Write(folder.CheckpointFile, tensors, metadata, newestIsWhole ? folder.PreviousCheckpointFile : null);
        newestIsWhole = true;
    }

    /// <summary>The newest checkpoint that is whole, or null in a run that has none.</summary>
    /// <exception cref="CheckpointException">There is one, or are two, and none is whole.</exception>
    public FoundCheckpoint? Read()
    {
        (SafeTensorsContent? newest, string? problem) = Try(folder.CheckpointFile);
        newestIsWhole = newest is not null;
        if (newest is not null && CheckpointSeal.IsSealed(newest)) return new FoundCheckpoint(folder.CheckpointFile, newest, null);

        (SafeTensorsContent? older, string? olderProblem) = Try(folder.PreviousCheckpointFile);
        if (newest is not null)
        {
            // Both of them, or the only one, are older than seals are.
            if (older is null || !CheckpointSeal.IsSealed(older)) return new FoundCheckpoint(folder.CheckpointFile, newest, null);
            newestIsWhole = false;
            problem = $"{folder.CheckpointFile}: has no seal while the checkpoint before it has one, so it is damaged or was written by another program.";
        }

        if (older is null)
        {
            string[] problems = [.. new[] { problem, olderProblem }.OfType<string>()];
            if (problems.Length == 0) return null;
            throw new CheckpointException($"{string.Join(' ', problems)} Delete {(problems.Length == 1 ? "it" : "both")} to train the run anew.");
        }

        problem ??= $"{folder.CheckpointFile}: is missing, as when a run is killed while it saves.";
        var progress = TrainingProgress.Parse(older.Metadata, folder.PreviousCheckpointFile);
        string name = Path.GetFileName(folder.PreviousCheckpointFile);
        return new FoundCheckpoint(folder.PreviousCheckpointFile, older, $"{problem} The run goes on from {name}: stage {progress.Stage}, step {progress.Step}.");
    }

    // Neither where there is no such file.
    private static (SafeTensorsContent? Content, string? Problem) Try(string path)
    {
        if (!File.Exists(path)) return (null, null);
        try
        {
            SafeTensorsContent content = CheckpointSeal.Read(path, remedy: "");
            TrainingProgress.Parse(content.Metadata, path);
            return (content, null);
        }
        catch (CheckpointException exception)
        {
            return (null, exception.Message);
        }
    }
}
