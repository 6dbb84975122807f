using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.VisualWords.Training;

/// <summary>A whole network that was trained elsewhere: backbone and linear layer from one file.</summary>
public static class PretrainedClassifier
{
    /// <summary>Creates the network that a file holds, in evaluation mode; the file says how many classes there are.</summary>
    /// <param name="device">Where the weights shall live.</param>
    /// <param name="backbone">The backbone, whose values are overwritten.</param>
    /// <param name="path">A file of weights of any format that is read.</param>
    /// <exception cref="CheckpointException">The file cannot be read, is of another architecture, or its classifier is not one linear layer.</exception>
    public static BaseClassifier Create(Device device, Backbone backbone, string path)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        using CheckpointFile file = CheckpointFile.Open(path);
        RawTensor weight = Classifier(file, backbone);

        // The number of classes is believed only where the file has the weights for it.
        if (weight.Sizes is not [>= 1 and <= int.MaxValue, long channels] || channels != backbone.FeatureChannels)
        {
            throw new CheckpointException($"{path}: {weight} is no linear layer of [classes, {backbone.FeatureChannels}]. Give the weights of a {backbone.Name}.");
        }

        var model = new BaseClassifier(backbone, (int)weight.Sizes[0], dropout: 0, device, new Philox(0));
        Load(model, file);
        model.Train(false);
        return model;
    }

    /// <summary>Gives a base model backbone and linear layer of a file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, is of another architecture or number of classes, or its classifier is not one linear layer.</exception>
    public static void Load(BaseClassifier model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using CheckpointFile file = CheckpointFile.Open(path);
        Classifier(file, model.Backbone);
        Load(model, file);
    }

    private static void Load(BaseClassifier model, CheckpointFile file)
    {
        string key = $"{PretrainedWeights.ClassifierKey(file, model.Backbone)}.";
        var tensors = PretrainedWeights.Named(file, model.Backbone)
            .Where(entry => !entry.Key.StartsWith(key, StringComparison.Ordinal))
            .ToDictionary(entry => $"backbone.{entry.Key}", entry => entry.Value, StringComparer.Ordinal);
        foreach ((string name, RawTensor tensor) in file.StateDict().Where(entry => entry.Key.StartsWith(key, StringComparison.Ordinal)))
        {
            tensors.Add($"classifier.{name[key.Length..]}", tensor);
        }

        StateDictLoader.Load(model, tensors, file.Path);
    }

    private static RawTensor Classifier(CheckpointFile file, Backbone backbone)
    {
        if (PretrainedWeights.ClassifierKey(file, backbone) is not string key)
        {
            throw new CheckpointException(
                $"{file.Path}: a {backbone.Name} does not end in average pooling and one linear layer, so its classifier cannot be taken over. Train a new one on its features.");
        }

        return file.StateDict().GetValueOrDefault($"{key}.weight")
            ?? throw new CheckpointException($"{file.Path}: there is no {key}.weight, the classifier of a {backbone.Name}. Give the weights of the whole network.");
    }
}
