using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Matlab;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Stanford Cars: <c>cars_train/00001.jpg</c>, <c>cars_test/00001.jpg</c>, and struct arrays with file name, class and box; the test labels come in a
/// file of their own, <c>cars_test_annos_withlabels.mat</c>.
/// </summary>
internal sealed class StanfordCarsReader : ISetReader
{
    private const string Again = "Download the development kit again";

    public string Name => "stanford-cars";

    public IReadOnlyList<string> Folders => ["stanford_cars"];

    public bool Recognises(string root) => File.Exists(Path.Combine(root, "devkit", "cars_meta.mat"));

    public DataSet Read(string root)
    {
        string kit = Path.Combine(root, "devkit");
        string[] classes = MatFile.Open(Path.Combine(kit, "cars_meta.mat")).Texts("class_names");
        string test = new[] { root, kit }.Select(folder => Path.Combine(folder, "cars_test_annos_withlabels.mat")).FirstOrDefault(File.Exists)
            ?? throw new DataException(
                Path.Combine(root, "cars_test_annos_withlabels.mat"), "the labels of the test pictures are not there", "Download the file and put it there");
        var boxes = new Dictionary<string, AnnotatedBox>(StringComparer.Ordinal);
        var builder = new SetBuilder(root, classes);
        PictureSet train = Split("cars_train", Path.Combine(kit, "cars_train_annos.mat"));
        return new DataSet(Name, root, train, null, Split("cars_test", test))
        {
            Missing = builder.Missing,
            Annotate = key => boxes.TryGetValue(key, out AnnotatedBox? box) ? new PictureAnnotations { Boxes = [box] } : PictureAnnotations.None,
        };

        PictureSet Split(string folder, string list)
        {
            MatStructs annotations = MatFile.Open(list).Structs("annotations");
            var entries = new List<(string Key, int Label)>();
            for (int i = 0; i < annotations.Count; i++)
            {
                string key = $"{folder}/{FileName(annotations, i, list)}";
                entries.Add((key, Number(annotations, i, "class", list) - 1));
                boxes[key] = Box(annotations, i, list);
            }

            return builder.Split(entries, list);
        }
    }

    private static AnnotatedBox Box(MatStructs annotations, int index, string list)
    {
        int[] sides = [.. new[] { "bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2" }.Select(field => Number(annotations, index, field, list))];
        if (sides[2] < sides[0] || sides[3] < sides[1]) throw new DataException(list, $"picture {index + 1} has an empty box", Again);

        // MATLAB counts pixels from 1, and the last is in the box.
        return new AnnotatedBox(AnnotatedBox.Whole, new PixelBox(sides[0] - 1, sides[1] - 1, sides[2] - sides[0] + 1, sides[3] - sides[1] + 1));
    }

    private static int Number(MatStructs annotations, int index, string field, string list)
        => annotations[index, field] is MatNumbers { Count: 1 } numbers && numbers.Values[0] is >= 0 and <= int.MaxValue ? (int)numbers.Values[0]
            : throw new DataException(list, $"picture {index + 1} has no number \"{field}\"", Again);

    private static string FileName(MatStructs annotations, int index, string list)
        => annotations[index, "fname"] is MatText text ? text.Value : throw new DataException(list, $"picture {index + 1} has no file name", Again);
}
