using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Matlab;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Stanford Dogs: <c>Images/breed/*</c>, MATLAB lists of the two splits, boxes in <c>Annotation/breed/*</c> (XML without an ending). Where the lists
/// are <c>images.txt</c> and <c>bounding_boxes.txt</c> instead, as some copies have them, there are no splits.
/// </summary>
internal sealed class StanfordDogsReader : ISetReader
{
    private const string Pictures = "Images";

    public string Name => "stanford-dogs";

    public IReadOnlyList<string> Folders => ["StanfordDogs", "stanford_dogs"];

    public bool Recognises(string root) => Directory.Exists(Path.Combine(root, Pictures)) && (ListFolder(root) is not null || File.Exists(Path.Combine(root, "images.txt")));

    public DataSet Read(string root) => ListFolder(root) is { } lists ? ReadLists(root, lists) : ReadNumbered(root);

    private static string? ListFolder(string root)
        => new[] { root, Path.Combine(root, "lists") }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "train_list.mat")));

    private DataSet ReadLists(string root, string lists)
    {
        (string[] Files, int[] Labels, string Path) train = List(Path.Combine(lists, "train_list.mat"));
        (string[] Files, int[] Labels, string Path) test = List(Path.Combine(lists, "test_list.mat"));
        string[] classes = Classes(train.Files.Concat(test.Files), train.Labels.Concat(test.Labels), train.Path);
        var builder = new SetBuilder(root, classes);
        return new DataSet(Name, root, Split(train), null, Split(test)) { Missing = builder.Missing, Annotate = key => Boxes(root, key) };

        PictureSet Split((string[] Files, int[] Labels, string Path) list)
            => builder.Split(list.Files.Select((file, i) => ($"{Pictures}/{file}", list.Labels[i] - 1)), list.Path);
    }

    private DataSet ReadNumbered(string root)
    {
        Dictionary<int, string> keys = BirdLists.Keys(root, Pictures);
        Dictionary<string, AnnotatedBox> boxes = BirdLists.Boxes(root, keys);
        string[] classes = [.. keys.Values.Select(Breed).Distinct().Order(StringComparer.Ordinal)];
        var builder = new SetBuilder(root, classes);
        PictureSet all = builder.Split(keys.Values.Select(key => (key, Array.BinarySearch(classes, Breed(key), StringComparer.Ordinal))), Path.Combine(root, "images.txt"));
        return new DataSet(Name, root, all, null, null)
        {
            Missing = builder.Missing,
            Notes = ["the lists have no splits (train_list.mat is not there); test pictures are drawn from all"],
            Annotate = key => boxes.TryGetValue(key, out AnnotatedBox? box) ? new PictureAnnotations { Boxes = [box] } : Boxes(root, key),
        };
    }

    private static (string[] Files, int[] Labels, string Path) List(string path)
    {
        MatFile file = MatFile.Open(path);
        (string[] files, int[] labels) = (file.Texts("file_list"), file.Integers("labels"));
        return files.Length == labels.Length ? (files, labels, path)
            : throw new DataException(path, $"it names {files.Length} pictures but has {labels.Length} labels", "Download the list again");
    }

    // A label's name is the folder that its pictures lie in.
    private static string[] Classes(IEnumerable<string> files, IEnumerable<int> labels, string list)
    {
        var names = new SortedDictionary<int, string>();
        foreach ((string file, int label) in files.Zip(labels)) names.TryAdd(label, Breed($"{Pictures}/{file}"));
        return names.Count > 0 && names.Keys.First() == 1 && names.Keys.Last() == names.Count ? [.. names.Values]
            : throw new DataException(list, "its labels do not count from 1 without gaps", "Download the list again");
    }

    private static string Breed(string key) => key.Split('/') is [_, var breed, _] ? breed : key;

    private static PictureAnnotations Boxes(string root, string key)
    {
        string name = Path.ChangeExtension(key[(Pictures.Length + 1)..], null);
        return new PictureAnnotations { Boxes = VocBoxes.Read(Path.Combine([root, "Annotation", .. name.Split('/')]), AnnotatedBox.Whole, fromOne: false) };
    }
}
