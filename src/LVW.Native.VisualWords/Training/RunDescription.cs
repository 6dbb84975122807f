using System.Text.Json;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Training;

/// <summary>What a run's models need besides their weights, and what tells its data apart.</summary>
/// <param name="DataRoot">The data set's folder when the run began.</param>
/// <param name="Classes">Class names, in the order of the logits.</param>
/// <param name="TrainPictures">Keys of the training pictures, in order.</param>
/// <param name="ValidationPictures">Keys of the validation pictures, in order.</param>
/// <param name="TestPictures">Keys of the test pictures, in order.</param>
/// <param name="Normalization">How bytes become input.</param>
/// <param name="Side">Side of the input in pixels.</param>
public sealed record RunDescription(
    string DataRoot,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> TrainPictures,
    IReadOnlyList<string> ValidationPictures,
    IReadOnlyList<string> TestPictures,
    string Normalization,
    int Side)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Classes of the data set that the run never saw, in ordinal order.</summary>
    public IReadOnlyList<string> HeldOutClasses { get; init; } = [];

    /// <summary>
    /// The class of each picture as an index into <see cref="Classes"/>: training pictures, then validation, then test. Null in runs that are older
    /// than this field, which lie in class folders.
    /// </summary>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>The most processes that have worked on the run together.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Describes a run on divided data.</summary>
    public static RunDescription Of(DataSplits splits, PixelNormalization normalization, int side)
    {
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(normalization);
        return new RunDescription(splits.Root, splits.Classes, Keys(splits.Train), Keys(splits.Validation), Keys(splits.Test), normalization.Name, side)
        {
            Labels = [.. new[] { splits.Train, splits.Validation, splits.Test }.SelectMany(set => set.Pictures).Select(picture => picture.ClassIndex)],
        };
    }

    /// <summary>Reads a description.</summary>
    /// <exception cref="RunFolderException">The file is missing or damaged.</exception>
    public static RunDescription Read(string path)
    {
        try
        {
            RunDescription read = JsonSerializer.Deserialize<RunDescription>(File.ReadAllText(path), Json) ?? throw new JsonException("empty");
            return PixelNormalization.Find(read.Normalization) is null ? throw new JsonException($"unknown normalization '{read.Normalization}'") : read.RequireLabels();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path}: cannot be read ({exception.Message.TrimEnd('.')}). The run folder is damaged; train again.", exception);
        }
    }

    /// <summary>The description as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Whether two runs see the same classes and pictures in the same order.</summary>
    public bool IsSameData(RunDescription other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Classes.SequenceEqual(other.Classes)
            && HeldOutClasses.SequenceEqual(other.HeldOutClasses)
            && TrainPictures.SequenceEqual(other.TrainPictures)
            && ValidationPictures.SequenceEqual(other.ValidationPictures)
            && TestPictures.SequenceEqual(other.TestPictures)
            && (Labels is null || other.Labels is null || Labels.SequenceEqual(other.Labels))
            && Normalization == other.Normalization
            && Side == other.Side;
    }

    /// <summary>The class of each picture by key, where the run tells it.</summary>
    public IReadOnlyDictionary<string, int> LabelsByKey()
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        if (Labels is null) return labels;
        foreach ((string key, int label) in TrainPictures.Concat(ValidationPictures).Concat(TestPictures).Zip(Labels)) labels.TryAdd(key, label);
        return labels;
    }

    private RunDescription RequireLabels()
    {
        if (Labels is null) return this;
        int pictures = TrainPictures.Count + ValidationPictures.Count + TestPictures.Count;
        if (Labels.Count != pictures) throw new JsonException($"{Labels.Count} labels of {pictures} pictures");
        return Labels.All(label => (uint)label < (uint)Classes.Count) ? this : throw new JsonException($"a label is none of the {Classes.Count} classes");
    }

    private static string[] Keys(PictureSet set) => [.. set.Pictures.Select(picture => picture.Key)];
}
