using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>The folder of a run: settings, checkpoints, logs, metrics, report.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The effective settings.</summary>
    public string SettingsFile => In("settings.json");

    /// <summary>Classes, data and backbone: what a model needs besides its weights.</summary>
    public string DescriptionFile => In("run.json");

    /// <summary>One line an epoch.</summary>
    public string LogFile => In("metrics.jsonl");

    /// <summary>The figures of the finished run.</summary>
    public string MetricsFile => In("metrics.json");

    /// <summary>The state of an unfinished run.</summary>
    public string CheckpointFile => In("checkpoint.safetensors");

    /// <summary>The state before that, should the newer file be damaged.</summary>
    public string PreviousCheckpointFile => In("checkpoint.previous.safetensors");

    /// <summary>The base model.</summary>
    public string BaseFile => In("base.safetensors");

    /// <summary>The words model, after projection and last-layer fit.</summary>
    public string WordsFile => In("words.safetensors");

    /// <summary>The real patch behind each word.</summary>
    public string SourcesFile => In("words.json");

    /// <summary>The edits of the words; missing where they are as they were trained.</summary>
    public string EditsFile => In("edits.jsonl");

    /// <summary>Held while an edit is written; its content is of no matter.</summary>
    public string EditsLockFile => In("edits.lock");

    /// <summary>The words' scores of the pictures that the last layer is fitted on, kept for editing.</summary>
    public string ScoresFile => In("scores.safetensors");

    /// <summary>What explanations of single pictures are held against.</summary>
    public string CalibrationFile => In("calibration.json");

    /// <summary>What a pass over the pictures has found, kept for pages that show it.</summary>
    public string FindingsFile => In("findings.safetensors");

    /// <summary>The report.</summary>
    public string ReportFile => In("report", "index.html");

    /// <summary>Whether the run has finished.</summary>
    public bool IsFinished => File.Exists(MetricsFile);

    /// <summary>Begins a run, or takes one up again.</summary>
    /// <param name="path">The folder; created if need be.</param>
    /// <param name="settings">The effective settings.</param>
    /// <param name="description">The data and the model.</param>
    /// <param name="resume">Whether an unfinished run of the same settings may be continued.</param>
    /// <exception cref="RunFolderException">The folder holds another run, or cannot be written.</exception>
    public static RunFolder Begin(string path, TrainingSettings settings, RunDescription description, bool resume)
    {
        var folder = new RunFolder(System.IO.Path.GetFullPath(path));
        try
        {
            Directory.CreateDirectory(folder.Path);
            if (!folder.HasBegun)
            {
                if (folder.HoldsOtherFiles)
                {
                    throw new RunFolderException($"{folder.Path}: the folder is not empty and holds no run. Choose a new folder for --out.");
                }

                AtomicFile.WriteText(folder.DescriptionFile, description.ToJson());
                AtomicFile.WriteText(folder.SettingsFile, SettingsReader.Write(settings));
                return folder;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{folder.Path}: the run folder cannot be written ({exception.Message.TrimEnd('.')}). Free space or choose another folder.", exception);
        }

        if (!resume) throw new RunFolderException($"{folder.Path}: it already holds a run. Give --resume to continue it, or another folder for --out.");
        folder.RequireSame(settings, description);
        RunDescription begun = folder.ReadDescription();
        if (description.Ranks > begun.Ranks) AtomicFile.WriteText(folder.DescriptionFile, (begun with { Ranks = description.Ranks }).ToJson());
        foreach (string part in Directory.GetFiles(folder.Path, "*.part")) File.Delete(part);
        return folder;
    }

    /// <summary>The folder of a run that another process reads and writes; it need not be there.</summary>
    public static RunFolder Elsewhere(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>Lets a run that has not begun go on from another's base model, as if it had trained it itself, whatever device and threads computed it.</summary>
    /// <param name="path">The folder of a run of the base model alone.</param>
    /// <returns>Whether it does; a run that has begun, or whose base model other settings decide, goes its own way.</returns>
    /// <exception cref="RunFolderException">The base model was trained on other data.</exception>
    /// <exception cref="CheckpointException">The base model, or each of its checkpoints, is damaged.</exception>
    public bool TakeBase(string path)
    {
        var finished = new RunFolder(System.IO.Path.GetFullPath(path));
        TrainingSettings own = ReadSettings().BaseOnly;
        if (HasBegun || !finished.IsFinished || finished.ReadSettings().BaseOnly with { Device = own.Device, Threads = own.Threads } != own) return false;
        if (!ReadDescription().IsSameData(finished.ReadDescription()))
        {
            throw new RunFolderException($"{finished.Path}: its base model was trained on other data (classes or pictures differ). Give the same data, or choose another folder for --out.");
        }

        CheckpointSeal.Read(finished.BaseFile);
        Copy(finished.BaseFile, BaseFile);
        if (File.Exists(finished.LogFile)) Copy(finished.LogFile, LogFile);

        // With the checkpoint, whole or not at all, the run has begun.
        if (new CheckpointPair(finished).Read() is not { } checkpoint) return false;
        Copy(checkpoint.Path, CheckpointFile);
        return true;
    }

    /// <summary>Opens a run to evaluate or explain it.</summary>
    /// <exception cref="RunFolderException">There is no run, or it has not finished.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(System.IO.Path.GetFullPath(path));
        if (!Directory.Exists(folder.Path)) throw new RunFolderException($"{folder.Path}: there is no such run folder. Train one with lvw train --out.");
        if (!File.Exists(folder.SettingsFile)) throw new RunFolderException($"{folder.Path}: this is not a run folder (no settings.json). Train one with lvw train --out.");
        if (folder.IsFinished && folder.ReadSettings().Method == Methods.BlackBox)
        {
            throw new RunFolderException($"{folder.Path}: it is a run of the base model alone ({Methods.BlackBox}) and has no words. Train words with lvw train and another --method.");
        }

        if (!File.Exists(folder.WordsFile) || !File.Exists(folder.SourcesFile)) throw new RunFolderException($"{folder.Path}: the run has not finished. Continue it with lvw train --resume.");
        return folder;
    }

    /// <summary>The effective settings of the run.</summary>
    public TrainingSettings ReadSettings() => SettingsReader.ReadEffective(SettingsFile);

    /// <summary>The data and model of the run.</summary>
    public RunDescription ReadDescription() => RunDescription.Read(DescriptionFile);

    // A run that failed before its first checkpoint has nothing to lose: it may be begun anew with other settings.
    private bool HasBegun => File.Exists(SettingsFile) && (File.Exists(CheckpointFile) || File.Exists(PreviousCheckpointFile) || File.Exists(WordsFile));

    private bool HoldsOtherFiles => Directory.EnumerateFileSystemEntries(Path)
        .Any(entry => entry != SettingsFile && entry != DescriptionFile && entry != LogFile && entry != BaseFile && !entry.EndsWith(".part", StringComparison.Ordinal));

    private static void Copy(string from, string to)
    {
        using FileStream source = File.OpenRead(from);
        AtomicFile.Write(to, source.CopyTo);
    }

    private string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    private void RequireSame(TrainingSettings settings, RunDescription description)
    {
        // What several processes compute together does not depend on the device and threads of each to the bit, so that others may go on with it.
        TrainingSettings begun = ReadSettings();
        bool together = description.Ranks > 1 || ReadDescription().Ranks > 1;
        string[] differing = [.. SettingsDifferences.Between(together ? begun with { Device = settings.Device, Threads = settings.Threads } : begun, settings)];
        if (differing.Length > 0)
        {
            throw new RunFolderException(
                $"{Path}: it holds a run of other settings ({string.Join("; ", differing.Take(5))}). Resume with the same settings, or choose another folder for --out.");
        }

        if (!description.IsSameData(ReadDescription()))
        {
            throw new RunFolderException($"{Path}: it holds a run on other data (classes or pictures differ). Resume with the same data, or choose another folder for --out.");
        }
    }
}
