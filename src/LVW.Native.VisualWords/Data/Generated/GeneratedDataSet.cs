using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>
/// Generated pictures as a folder: <c>train/class/0000.png</c>, <c>test/class/0000.png</c> and <c>parts.json</c> with the parts' boxes.
/// </summary>
public static class GeneratedDataSet
{
    /// <summary>Name of the file with the boxes.</summary>
    public const string PartsFile = "parts.json";

    /// <summary>Index of the first test picture: beyond the training pictures, whose number thus does not change the test.</summary>
    public const int FirstTestIndex = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Writes a data set that <see cref="ImageFolder"/> reads.</summary>
    /// <param name="folder">Where to; made if missing, files of the same names are replaced.</param>
    /// <param name="trainPerClass">Training pictures of each class, at least 2.</param>
    /// <param name="testPerClass">Test pictures of each class; 0 for none.</param>
    /// <param name="options">Seed, size and difficulty; the defaults if null.</param>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static void Write(string folder, int trainPerClass, int testPerClass, SceneOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainPerClass, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trainPerClass, FirstTestIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(testPerClass);
        var generator = new SceneGenerator(options ?? new SceneOptions());
        var boxes = new SortedDictionary<string, IReadOnlyList<PartBox>>(StringComparer.Ordinal);
        try
        {
            for (int c = 0; c < SceneClasses.Count; c++)
            {
                WriteClass(folder, "train", c, first: 0, trainPerClass, generator, boxes);
                WriteClass(folder, "test", c, FirstTestIndex, testPerClass, generator, boxes);
            }

            File.WriteAllText(Path.Combine(folder, PartsFile), JsonSerializer.Serialize(boxes, Json));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                folder, $"the pictures cannot be written ({failure.Message.TrimEnd('.')})", "Choose another folder or make room", failure);
        }
    }

    /// <summary>Reads the boxes of a generated data set by <see cref="Picture.Key"/>; null where the folder has none.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <exception cref="DataException">The file of boxes is damaged.</exception>
    public static IReadOnlyDictionary<string, PartBox[]>? ReadParts(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string file = Path.Combine(folder, PartsFile);
        if (!File.Exists(file)) return null;
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<Dictionary<string, PartBox[]>>(stream, Json)
                ?? throw new JsonException("null instead of boxes");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                file, $"the parts' boxes cannot be read ({failure.Message.TrimEnd('.')})", "Generate the data set again", failure);
        }
    }

    private static void WriteClass(
        string folder,
        string split,
        int classIndex,
        int first,
        int count,
        SceneGenerator generator,
        SortedDictionary<string, IReadOnlyList<PartBox>> boxes)
    {
        if (count > 0) Directory.CreateDirectory(Path.Combine(folder, split, SceneClasses.Names[classIndex]));
        var scenes = new IReadOnlyList<PartBox>[count];
        string Key(int i) => $"{split}/{SceneClasses.Names[classIndex]}/{i:0000}.png";
        try
        {
            Parallel.For(0, count, i =>
            {
                Scene scene = generator.Generate(classIndex, first + i);
                ImageFile.Save(Path.Combine(folder, Key(i)), scene.Image);
                scenes[i] = scene.Parts;
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        for (int i = 0; i < count; i++) boxes.Add(Key(i), scenes[i]);
    }
}
