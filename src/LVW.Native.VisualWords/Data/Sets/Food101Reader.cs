using System.Text.Json;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Food-101: <c>images/class/number.jpg</c>, the splits in <c>meta/train.json</c> and <c>test.json</c>, or in <c>.txt</c> of the same names.</summary>
internal sealed class Food101Reader : ISetReader
{
    public string Name => "food-101";

    public IReadOnlyList<string> Folders => ["food-101"];

    public bool Recognises(string root)
        => File.Exists(Path.Combine(root, "meta", "classes.txt")) && (File.Exists(Path.Combine(root, "meta", "train.json")) || File.Exists(Path.Combine(root, "meta", "train.txt")));

    public DataSet Read(string root)
    {
        string[] classes = [.. ListFile.Read(root, "meta", "classes.txt").Lines(1, restIsOne: true).Select(line => line[0])];
        Dictionary<string, int> labels = classes.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label, StringComparer.Ordinal);
        var builder = new SetBuilder(root, classes);
        return new DataSet(Name, root, Split("train"), null, Split("test")) { Missing = builder.Missing };

        PictureSet Split(string name)
        {
            (string list, IReadOnlyList<string> names) = Names(Path.Combine(root, "meta", name));
            return builder.Split(names.Select(picture => ($"images/{picture}.jpg", Label(picture, list))), list);
        }

        int Label(string picture, string list) => labels.TryGetValue(picture.Split('/')[0], out int label) ? label : throw new DataException(
            list, $"\"{picture}\" is of none of the {classes.Length} classes of meta/classes.txt", "Unpack the archive again");
    }

    private static (string List, IReadOnlyList<string> Names) Names(string path)
    {
        string json = path + ".json";
        if (!File.Exists(json)) return (path + ".txt", [.. ListFile.Read(path + ".txt").Lines(1, restIsOne: true).Select(line => line[0])]);
        try
        {
            using FileStream stream = File.OpenRead(json);
            Dictionary<string, string?[]?> byClass = JsonSerializer.Deserialize<Dictionary<string, string?[]?>>(stream) ?? throw new JsonException("null instead of classes");
            return (json, [.. byClass.SelectMany(entry => entry.Value ?? throw new JsonException($"null instead of the pictures of {entry.Key}")).Select(name => name ?? throw new JsonException("null instead of a picture"))]);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(json, $"the list cannot be read ({failure.Message.TrimEnd('.')})", "Unpack the archive again", failure);
        }
    }
}
