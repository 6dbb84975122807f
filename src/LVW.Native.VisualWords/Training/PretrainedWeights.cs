using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>The weights that settings name: read, named as the backbone names them, loaded; and how they want their pixels.</summary>
public static class PretrainedWeights
{
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
        IReadOnlyDictionary<string, string> metadata = SafeTensors.Read(settings.Weights).Metadata;
        if (metadata.GetValueOrDefault(ModelFiles.NormalizationKey) is { } told && PixelNormalization.Find(told) is { } named) return named;

        // Files converted from Caffe or Keras tell their rule in words; torchvision's files tell nothing and mean its own.
        return metadata.GetValueOrDefault("preprocess", "").Contains("123.68", StringComparison.Ordinal) ? PixelNormalization.Caffe : PixelNormalization.ImageNet;
    }

    /// <summary>Gives a backbone the pretrained weights that the settings name, if they name any; a classifier in the file is passed over.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or does not fit the backbone.</exception>
    public static void Load(Backbone backbone, TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Weights is null) return;
        IReadOnlyDictionary<string, HostTensor> tensors = SafeTensors.Read(settings.Weights).Tensors;
        HashSet<string> roots = [.. backbone.State().Select(entry => entry.Key.Split('.')[0])];

        // A file of a whole classifier also holds its last layer, which the data set's own replaces.
        string[] classifier = ["classifier", "fc"];
        backbone.LoadStateDict(
            tensors.Where(entry => roots.Contains(entry.Key.Split('.')[0]) || !classifier.Contains(entry.Key.Split('.')[0])).ToDictionary(StringComparer.Ordinal), settings.Weights);
    }
}
