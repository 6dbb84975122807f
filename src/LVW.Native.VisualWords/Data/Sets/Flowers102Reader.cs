using System.Globalization;
using System.Text.Json;
using LVW.Native.VisualWords.Data.Matlab;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Oxford 102 Flowers: <c>jpg/image_00001.jpg</c> …, a label for each number in <c>imagelabels.mat</c>, the numbers of the three splits in
/// <c>setid.mat</c>. Classes are numbers; names come from <c>cat_to_name.json</c> where somebody has put it there.
/// </summary>
internal sealed class Flowers102Reader : ISetReader
{
    private const string Again = "Download the list again";

    public string Name => "flowers-102";

    public IReadOnlyList<string> Folders => ["flowers-102", "102flowers"];

    public bool Recognises(string root) => File.Exists(Path.Combine(root, "imagelabels.mat")) && File.Exists(Path.Combine(root, "setid.mat"));

    public DataSet Read(string root)
    {
        string list = Path.Combine(root, "setid.mat");
        string labelList = Path.Combine(root, "imagelabels.mat");
        int[] labels = MatFile.Open(labelList).Integers("labels");
        if (labels.Any(label => label < 1 || label > labels.Length))
        {
            throw new DataException(labelList, $"it has label {labels.First(label => label < 1 || label > labels.Length)}; labels count from 1, and no class is without a picture", Again);
        }

        MatFile splits = MatFile.Open(list);
        var builder = new SetBuilder(root, Classes(root, labels.Length == 0 ? 0 : labels.Max()));
        return new DataSet(Name, root, Split("trnid"), Split("valid"), Split("tstid")) { Missing = builder.Missing };

        PictureSet Split(string variable) => builder.Split(splits.Integers(variable).Order().Select(number => (Key(number), Label(number))), list);

        int Label(int number) => number >= 1 && number <= labels.Length ? labels[number - 1] - 1 : throw new DataException(
            list, $"it names picture {number} but imagelabels.mat has {labels.Length} labels", Again);
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"jpg/image_{number:00000}.jpg");

    private static string[] Classes(string root, int count)
    {
        string[] numbers = [.. Enumerable.Range(1, count).Select(number => number.ToString("000", CultureInfo.InvariantCulture))];
        string file = Path.Combine(root, "cat_to_name.json");
        if (!File.Exists(file)) return numbers;
        try
        {
            Dictionary<string, string> names = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
            return [.. numbers.Select((number, i) => names.TryGetValue((i + 1).ToString(CultureInfo.InvariantCulture), out string? name) ? $"{number} {name}" : number)];
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            throw new DataException(file, $"the names cannot be read ({failure.Message.TrimEnd('.')})", "Repair or remove the file", failure);
        }
    }
}
