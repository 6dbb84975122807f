using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Editing;

/// <summary>The words model of a run as its edits leave it: it holds the words in use alone, so that all that reads it agrees.</summary>
public static class EditedModel
{
    private const string WordsKey = "head.words";
    private const string LastKey = "head.last";

    /// <summary>Loads the model.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="folder">The run.</param>
    /// <param name="history">Its edits.</param>
    /// <param name="settings">Its settings, without pretrained weights.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="sources">The patches behind all words of the run.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    /// <returns>The model, and the patches behind its words with their numbers and names.</returns>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    public static (WordModel Model, IReadOnlyList<WordSource> Sources) Load(
        Device device,
        RunFolder folder,
        EditHistory history,
        TrainingSettings settings,
        int classes,
        IReadOnlyList<WordSource> sources,
        BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(sources);
        if (history.Standing == 0) return (LoadOriginal(device, folder, settings, classes, backbones), sources);

        IReadOnlyList<int> used = history.Vocabulary.InUse;
        var tensors = CheckpointSeal.Read(folder.WordsFile).Tensors.ToDictionary(entry => entry.Key, entry => entry.Value);
        int depth = tensors[WordsKey].Shape[1];
        tensors[WordsKey] = new HostTensor([used.Count, depth], [.. used.SelectMany(word => tensors[WordsKey].Values.AsSpan(word * depth, depth).ToArray())]);
        tensors[LastKey] = new HostTensor([classes, used.Count], history.Weights(classes));
        FiniteValues.Require(tensors, folder.WordsFile);
        WordModel model = ModelFiles.CreateWords(device, settings, classes, backbones, used.Count);
        model.LoadStateDict(tensors, folder.WordsFile);
        model.Train(false);
        return (model, Renumbered(sources, history.Vocabulary));
    }

    /// <summary>Loads the model as it was trained.</summary>
    public static WordModel LoadOriginal(Device device, RunFolder folder, TrainingSettings settings, int classes, BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        WordModel model = ModelFiles.CreateWords(device, settings, classes, backbones);
        ModelFiles.Load(folder.WordsFile, model);
        return model;
    }

    // Word is the position in the model; Number, what people know the word by.
    private static WordSource[] Renumbered(IReadOnlyList<WordSource> sources, WordVocabulary vocabulary)
    {
        Dictionary<int, int> positions = vocabulary.InUse.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return
        [
            .. sources.Where(source => positions.ContainsKey(source.Word))
                .Select(source => source with { Word = positions[source.Word], Number = source.Word, Name = vocabulary.NameOf(source.Word) })
                .OrderBy(source => source.Word),
        ];
    }
}
