using System.Security.Cryptography;
using System.Text;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Editing;

/// <summary>
/// The scores that edits are fitted on, kept in the run folder: words never move, so that one pass over the pictures serves all edits.
/// </summary>
public static class ScoreCache
{
    /// <summary>The table of a run, if it was kept and still fits models, pictures and settings.</summary>
    public static ScoreTable? TryRead(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(folder.ScoresFile) ? ScoreTable.TryRead(folder.ScoresFile, Key(folder)) : null;
    }

    /// <summary>Makes the table of a run, as its training did, and keeps it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="device">Where the models live.</param>
    /// <param name="baseModel">The base model.</param>
    /// <param name="original">The words as they were trained, all of them.</param>
    /// <param name="train">The run's training pictures, in order.</param>
    /// <param name="validation">Its validation pictures; of a set without any the plain training views are judged.</param>
    /// <param name="cancellation">Asks to stop.</param>
    public static ScoreTable Make(
        RunFolder folder, Device device, BaseClassifier baseModel, WordModel original, BatchLoader train, BatchLoader validation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ScoreTable table = Compute(folder.ReadSettings(), device, baseModel, original, train, validation, batches => batches, cancellation);
        table.Write(folder.ScoresFile, Key(folder));
        return table;
    }

    /// <summary>The same without keeping it.</summary>
    /// <param name="settings">The run's settings.</param>
    /// <param name="device">Where the models live.</param>
    /// <param name="baseModel">The base model.</param>
    /// <param name="original">The words as they were trained, all of them.</param>
    /// <param name="train">The run's training pictures, in order.</param>
    /// <param name="validation">Its validation pictures.</param>
    /// <param name="pass">What the batches go through before they are read, to count them or to let others use the device in between.</param>
    /// <param name="cancellation">Asks to stop.</param>
    public static ScoreTable Compute(
        TrainingSettings settings,
        Device device,
        BaseClassifier baseModel,
        WordModel original,
        BatchLoader train,
        BatchLoader validation,
        Func<IEnumerable<Batch>, IEnumerable<Batch>> pass,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(pass);
        LastLayerSettings fit = settings.LastLayer;
        ViewScores fitted = ViewScores.Read(
            device, fit.Distillation > 0 ? baseModel : null, original, pass(ViewScores.Fitted(train, fit.AugmentedViews, settings.Seed)), cancellation);
        int pictures = train.Set.Pictures.Count;

        // The first views are the plain ones.
        return validation.Set.Pictures.Count > 0
            ? new ScoreTable(fitted, ViewScores.Read(device, null, original, pass(validation.Evaluate()), cancellation), ScoreTable.Validation)
            : new ScoreTable(fitted, new ViewScores(fitted.Scores[..(pictures * original.Head.Options.Words)], fitted.Labels[..pictures], []), ScoreTable.Training);
    }

    // What the scores are made from: both models, the lists of pictures, and the settings, whose device is of no matter.
    private static string Key(RunFolder folder)
    {
        RunDescription description = folder.ReadDescription();
        TrainingSettings settings = folder.ReadSettings() with { Device = "", Threads = 0, Precision = "" };
        string[] parts =
        [
            EditHistory.Checksum(folder.WordsFile),
            EditHistory.Checksum(folder.BaseFile),
            string.Join('\n', description.TrainPictures),
            string.Join('\n', description.ValidationPictures),
            string.Join('\n', description.Classes),
            description.Normalization,
            SettingsReader.Write(settings),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n\n", parts))));
    }
}
