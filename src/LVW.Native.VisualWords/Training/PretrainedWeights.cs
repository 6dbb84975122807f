using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>The weights that settings name: read, named as the backbone names them, loaded; and how they want their pixels.</summary>
public static class PretrainedWeights
{
    private const string OurPrefix = "backbone.";
    private const string OurClassifier = "classifier";

    /// <summary>How networks name what follows their features; the auxiliary ones serve training alone.</summary>
    private static readonly string[] Classifiers = ["fc", "classifier", "linear", "last_linear", "head", "heads", "aux1", "aux2", "AuxLogits"];

    /// <summary>How bytes become input for these weights: what the settings say, or what the file's metadata says, or torchvision's rule.</summary>
    /// <exception cref="SettingsException">The settings name an unknown normalisation.</exception>
    public static PixelNormalization NormalizationFor(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Normalization != "auto")
        {
            return PixelNormalization.Find(settings.Normalization)
                ?? throw new SettingsException($"normalization: there is no '{settings.Normalization}'. Choose auto, imagenet, caffe or half.");
        }

        if (settings.Weights is null) return PixelNormalization.Half;
        using CheckpointFile file = CheckpointFile.Open(settings.Weights);
        IReadOnlyDictionary<string, string> metadata = file.Metadata;
        if (metadata.GetValueOrDefault(ModelFiles.NormalizationKey) is { } told && PixelNormalization.Find(told) is { } named) return named;

        // Files converted from Caffe or Keras tell their rule in words; torchvision's files tell nothing and mean its own.
        return metadata.GetValueOrDefault("preprocess", "").Contains("123.68", StringComparison.Ordinal) ? PixelNormalization.Caffe : PixelNormalization.ImageNet;
    }

    /// <summary>Gives a backbone the pretrained weights that the settings name, if they name any; a classifier in the file, or the words of a model of ours, are passed over.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, does not fit the backbone, or holds NaN or infinity.</exception>
    public static void Load(Backbone backbone, TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Weights is null) return;
        using CheckpointFile file = CheckpointFile.Open(settings.Weights);
        StateDictLoader.Load(backbone, OfBackbone(Named(file, backbone), backbone), settings.Weights);
    }

    /// <summary>Whether a file holds the weights of a backbone, with or without a classifier, or with the words of one of our own models.</summary>
    public static bool Fits(Backbone backbone, CheckpointFile file)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        Dictionary<string, RawTensor> named = Renamed(file, backbone, out (string, string)? clash);
        return clash is null && StateDictLoader.Fits(backbone, OfBackbone(named, backbone));
    }

    /// <summary>
    /// The tensors of an open file by the keys that the backbone's family uses today: without wrappers' prefixes, older names made current; of a model
    /// of ours, those of its backbone alone.
    /// </summary>
    /// <exception cref="CheckpointException">Two keys of the file mean the same tensor.</exception>
    public static IReadOnlyDictionary<string, RawTensor> Named(CheckpointFile file, Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(backbone);
        Dictionary<string, RawTensor> named = Renamed(file, backbone, out (string Key, string Current)? clash);
        return clash is not { } names
            ? named
            : throw new CheckpointException($"{file.Path}: '{names.Key}' is another name of '{names.Current}', which is there too. Remove one of them.");
    }

    /// <summary>Key of the linear layer in an open file: a model of ours ends in one, whatever its backbone's family does.</summary>
    internal static string? ClassifierKey(CheckpointFile file, Backbone backbone) => IsOurs(file.StateDict(), backbone) ? OurClassifier : backbone.ClassifierKey;

    private static Dictionary<string, RawTensor> Renamed(CheckpointFile file, Backbone backbone, out (string Key, string Current)? clash)
    {
        var named = new Dictionary<string, RawTensor>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, RawTensor> tensors = file.StateDict();
        string prefix = IsOurs(tensors, backbone) ? OurPrefix : "";
        clash = null;
        foreach ((string key, RawTensor tensor) in tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string current = backbone.CurrentKey(key[prefix.Length..]);
            if (!named.TryAdd(current, tensor)) clash ??= (key, current);
        }

        return named;
    }

    // Base and words models of ours hold their backbone behind this name; the backbone's own parts may be called so too.
    private static bool IsOurs(IReadOnlyDictionary<string, RawTensor> tensors, Backbone backbone)
        => tensors.Keys.Any(key => key.StartsWith(OurPrefix, StringComparison.Ordinal))
            && !backbone.State().Any(entry => entry.Key.StartsWith(OurPrefix, StringComparison.Ordinal));

    /// <summary>Without the last layers of a whole classifier, which the data set's own replace.</summary>
    private static Dictionary<string, RawTensor> OfBackbone(IReadOnlyDictionary<string, RawTensor> tensors, Backbone backbone)
    {
        HashSet<string> own = [.. backbone.State().Select(entry => Root(entry.Key))];
        HashSet<string> others = [.. Classifiers, .. backbone.ClassifierKey is string key ? [Root(key)] : Array.Empty<string>()];
        return tensors.Where(entry => own.Contains(Root(entry.Key)) || !others.Contains(Root(entry.Key))).ToDictionary(StringComparer.Ordinal);
    }

    private static string Root(string key) => key.Split('.')[0];
}
