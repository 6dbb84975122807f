using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>Builds the models that settings ask for, and reads and writes their weights.</summary>
public static class ModelFiles
{
    internal const string NormalizationKey = "normalization";
    private const ulong ClassifierStream = 2;
    private const ulong HeadStream = 3;

    /// <summary>The base model with random weights, as the seed draws them.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    public static BaseClassifier CreateBase(Device device, TrainingSettings settings, int classes, BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Backbone backbone = (backbones ?? BackboneCatalogue.Default).Create(settings.Backbone, device, settings.Seed);
        return new BaseClassifier(backbone, classes, settings.Base.Dropout, device, new Philox(settings.Seed, ClassifierStream));
    }

    /// <summary>The words model with random weights, as the seed draws them.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    /// <param name="words">P, if it is not what the settings say: of edited words.</param>
    public static WordModel CreateWords(Device device, TrainingSettings settings, int classes, BackboneCatalogue? backbones = null, int? words = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Backbone backbone = (backbones ?? BackboneCatalogue.Default).Create(settings.Backbone, device, settings.Seed);
        AddOnKind addOn = settings.Words.AddOn switch
        {
            "regular" => AddOnKind.Regular,
            "bottleneck" => AddOnKind.Bottleneck,
            "linear" => AddOnKind.Linear,
            string other => throw new SettingsException($"words.addOn: there is no '{other}'. Choose one of regular, bottleneck, linear."),
        };
        var options = new WordHeadOptions
        {
            FeatureChannels = backbone.FeatureChannels,
            Classes = classes,
            Words = words ?? settings.Words.PerClass * classes,
            Depth = addOn == AddOnKind.Linear ? Math.Min(settings.Words.Depth, backbone.FeatureChannels) : settings.Words.Depth,
            AddOn = addOn,
            Epsilon = (float)settings.Words.Epsilon,
        };
        var head = new WordHead(device, new Philox(settings.Seed, HeadStream), options);
        if (addOn != AddOnKind.Linear && settings.Words.OutputScale != 1) head.AddOn.ScaleOutput((float)settings.Words.OutputScale);
        return new WordModel(backbone, head);
    }

    /// <summary>Writes a model, sealed.</summary>
    public static void Save(string path, Module model, PixelNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalization);
        CheckpointSeal.Write(path, model.StateDict(), new Dictionary<string, string> { [NormalizationKey] = normalization.Name });
    }

    /// <summary>Reads a model's weights.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another architecture, or holds NaN or infinity.</exception>
    public static void Load(string path, Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyDictionary<string, HostTensor> tensors = CheckpointSeal.Read(path).Tensors;
        FiniteValues.Require(tensors, path);
        model.LoadStateDict(tensors, path);
        model.Train(false);
    }
}
