using LVW.Native.Cli.Output;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>A finished run whose words are edited. Models are loaded only where the scores of its pictures were not kept yet.</summary>
internal sealed class EditedRun
{
    private const string VectorsKey = "head.words";

    private EditedRun(RunFolder folder)
    {
        Folder = folder;
        Settings = folder.ReadSettings();
        Description = folder.ReadDescription();
        History = EditHistory.Read(folder, Settings.Words.PerClass * Description.Classes.Count);
    }

    public RunFolder Folder { get; }

    public TrainingSettings Settings { get; }

    public RunDescription Description { get; }

    public EditHistory History { get; }

    /// <summary>Opens a run to edit it.</summary>
    /// <exception cref="RunFolderException">There is no finished run, or its edits cannot be read.</exception>
    public static EditedRun Open(string path)
    {
        RunFolder folder = RunFolder.Open(path);
        return folder.IsFinished ? new EditedRun(folder) : throw new RunFolderException($"{folder.Path}: the run has not finished. Continue it with lvw train --resume, then edit.");
    }

    /// <summary>What edits the words and fits the last layer.</summary>
    /// <param name="choice">Where to compute the scores.</param>
    /// <param name="data">Where the run's pictures lie now, or null.</param>
    /// <param name="terminal">Told of progress.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="DataException">Pictures are needed and are not there.</exception>
    public WordEditor Editor(DeviceChoice choice, string? data, Terminal terminal, CancellationToken cancellation)
    {
        ScoreTable table = ScoreCache.TryRead(Folder) ?? Scores(choice, data, terminal, cancellation);
        var refit = new WordRefit(table, Description.Classes.Count, Settings.LastLayer, Settings.Loss.Temperature, Settings.Words.Shared);
        IReadOnlyDictionary<string, HostTensor> tensors = CheckpointSeal.Read(Folder.WordsFile).Tensors;
        return tensors.TryGetValue(VectorsKey, out HostTensor? vectors)
            ? new WordEditor(History, refit, vectors.Values, TimeProvider.System)
            : throw new RunFolderException($"{Folder.WordsFile}: it holds no {VectorsKey}. The run folder is damaged; train again.");
    }

    private ScoreTable Scores(DeviceChoice choice, string? data, Terminal terminal, CancellationToken cancellation)
    {
        var pictures = new RunPictures(Description, data);
        (PictureSet train, PictureSet validation) = (pictures.Train, pictures.Validation);
        using LoadedRun loaded = LoadedRun.Open(Folder.Path, choice, terminal, edited: false);
        BatchLoader Loader(PictureSet set) => new(set, loaded.Transform, loaded.Cache, Settings.BatchSize);
        return terminal.WithProgress(observer =>
        {
            observer.StageStarted("scores", 0);
            return ScoreCache.Make(Folder, loaded.Reader.Device, loaded.Reader.Base!, loaded.Reader.Words, Loader(train), Loader(validation), cancellation);
        });
    }
}
