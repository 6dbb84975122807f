using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>A network that was trained elsewhere and the pictures it is shown.</summary>
internal sealed class ClassificationJob
{
    // Networks for pictures as small as these are trained on whole ones.
    private const int SmallSide = 64;

    private readonly Device device;
    private readonly TrainingSettings settings;
    private readonly BaseClassifier model;
    private readonly string weights;

    private ClassificationJob(Device device, TrainingSettings settings, BaseClassifier model, IReadOnlyList<string> classes)
        => (this.device, this.settings, this.model, weights, Classes) = (device, settings, model, settings.Weights!, classes);

    /// <summary>The classes' names in the order of the logits; their indices where no names were given.</summary>
    public IReadOnlyList<string> Classes { get; private set; }

    private bool HasNames { get; init; }

    /// <summary>Loads the network that settings name.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="settings">Backbone, weights and how pictures become input.</param>
    /// <param name="names">A file of class names, or null.</param>
    /// <exception cref="CheckpointException">The weights cannot be read or are not those of such a network.</exception>
    public static ClassificationJob Open(Device device, TrainingSettings settings, string? names)
    {
        BaseClassifier model = PretrainedClassifier.Create(device, BackboneCatalogue.Default.Create(settings.Backbone, device, settings.Seed), settings.Weights!);
        int count = model.Classifier.Weight.Shape[0];
        string[] classes = names is null
            ? [.. Enumerable.Range(0, count).Select(index => index.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            : [.. File.ReadAllLines(names).Where(line => line.Length > 0)];
        if (classes.Length != count) throw new DataException(names!, $"it names {classes.Length} classes but the network has {count}", "Give one name a line, in the order of the logits");
        return new ClassificationJob(device, settings, model, classes) { HasNames = names is not null };
    }

    /// <summary>The pictures of a folder, labelled by the class names or, where none are given, by the order of the class folders.</summary>
    /// <exception cref="DataException">The folder's classes are not the network's.</exception>
    public PictureSet Labelled(string folder)
    {
        DataSet given = DataSets.Read(folder);
        PictureSet set = given.Test ?? given.Train;
        if (!HasNames)
        {
            if (set.Classes.Count != Classes.Count)
            {
                throw new DataException(folder, $"it has {set.Classes.Count} classes but the network of {weights} has {Classes.Count}", "Name the network's classes with --classes");
            }

            Classes = set.Classes;
            return set;
        }

        int[] indices = [.. set.Classes.Select(name => Classes.ToList().IndexOf(name))];
        int unknown = Array.IndexOf(indices, -1);
        if (unknown >= 0) throw new DataException(Path.Combine(set.Folder, set.Classes[unknown]), "the network has no class of that name", "Name the folders as the classes file does");
        return new PictureSet(set.Folder, Classes, [.. set.Pictures.Select(picture => picture with { ClassIndex = indices[picture.ClassIndex] })]) { IsListed = set.IsListed };
    }

    /// <summary>Shows the network the pictures, in order.</summary>
    public List<Classification> Run(PictureSet pictures, CancellationToken cancellation)
    {
        var transform = new PairedTransform(Views(), PretrainedWeights.NormalizationFor(settings));
        var loader = new BatchLoader(pictures, transform, new PictureCache(0), settings.BatchSize);
        var found = new List<Classification>();
        foreach (Batch batch in loader.Evaluate())
        {
            cancellation.ThrowIfCancellationRequested();
            using Step step = device.BeginInference();
            float[] logits = model.Forward(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3])).ToArray();
            for (int n = 0; n < batch.Count; n++)
            {
                Picture picture = pictures.Pictures[batch.Indices[n]];
                float[] answer = logits[(n * Classes.Count)..((n + 1) * Classes.Count)];
                if (!answer.All(float.IsFinite)) throw new CheckpointException($"{weights}: the network answers {picture.Path} with NaN or infinity. Its weights are too large, or the pictures' normalization is not the one it was trained with.");
                found.Add(new Classification(picture.Path, picture.ClassIndex, answer, Classes));
            }
        }

        return found;
    }

    private ViewOptions Views()
    {
        int side = TrainingRun.SideFor(settings);
        ViewOptions views = ViewOptions.Of(settings, side);
        bool isDefault = settings.Preprocessing == new PreprocessingSettings();
        return isDefault && side <= SmallSide ? views with { ResizeSide = side } : views;
    }
}
