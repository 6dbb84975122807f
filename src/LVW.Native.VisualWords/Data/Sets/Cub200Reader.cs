using LVW.Native.VisualWords.Data.Annotations;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Caltech-UCSD Birds-200-2011: lists by number, a box and up to 15 part points for each picture.</summary>
internal sealed class Cub200Reader : ISetReader
{
    public string Name => "cub-200-2011";

    public IReadOnlyList<string> Folders => ["CUB_200_2011"];

    public bool Recognises(string root)
        => File.Exists(Path.Combine(root, "images.txt")) && File.Exists(Path.Combine(root, "image_class_labels.txt")) && File.Exists(Path.Combine(root, "train_test_split.txt"));

    public DataSet Read(string root)
    {
        string[] classes = BirdLists.Classes(ListFile.Read(root, "classes.txt"));
        Dictionary<int, string> keys = BirdLists.Keys(root, "images");
        Dictionary<int, int> labels = BirdLists.Values(root, "image_class_labels.txt", keys);
        Dictionary<int, int> trains = BirdLists.Values(root, "train_test_split.txt", keys);
        Dictionary<string, AnnotatedBox> boxes = BirdLists.Boxes(root, keys);
        Dictionary<string, List<PartPoint>> points = BirdLists.Points(root, keys);
        var builder = new SetBuilder(root, classes);
        return new DataSet(Name, root, Split(1), null, Split(0))
        {
            Missing = builder.Missing,
            Annotate = key => new PictureAnnotations
            {
                Boxes = boxes.TryGetValue(key, out AnnotatedBox? box) ? [box] : [],
                Points = points.GetValueOrDefault(key, []),
            },
        };

        PictureSet Split(int isTrain) => builder.Split(
            keys.Where(pair => trains[pair.Key] == isTrain).Select(pair => (pair.Value, labels[pair.Key] - 1)), Path.Combine(root, "image_class_labels.txt"));
    }
}
