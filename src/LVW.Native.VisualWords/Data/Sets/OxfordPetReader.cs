using LVW.Native.VisualWords.Data.Annotations;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Oxford-IIIT Pet: <c>images/Breed_12.jpg</c>, lists of name, class, species and breed, a mask for every picture and a box around the head for
/// some. Only listed pictures count: the folder holds a few more, among them a GIF and a PNG that are called <c>.jpg</c>.
/// </summary>
internal sealed class OxfordPetReader : ISetReader
{
    private static readonly Dictionary<byte, MaskMeaning> Meanings = new() { [1] = MaskMeaning.Object, [2] = MaskMeaning.Background, [3] = MaskMeaning.Uncertain };

    public string Name => "oxford-iiit-pet";

    public IReadOnlyList<string> Folders => ["oxford-iiit-pet"];

    public bool Recognises(string root) => File.Exists(Path.Combine(root, "annotations", "trainval.txt")) && File.Exists(Path.Combine(root, "annotations", "test.txt"));

    public DataSet Read(string root)
    {
        string annotations = Path.Combine(root, "annotations");
        List<ListLine> train = ListFile.Read(annotations, "trainval.txt").Lines(2);
        List<ListLine> test = ListFile.Read(annotations, "test.txt").Lines(2);

        // Parts of the set have some of the 37 classes only; their numbers have gaps then.
        var breeds = new SortedDictionary<int, string>();
        foreach (ListLine line in train.Concat(test))
        {
            string breed = Breed(line);
            if (!breeds.TryAdd(line.Integer(1), breed) && breeds[line.Integer(1)] != breed)
            {
                throw line.File.Bad(line.Line, $"gives {line[0]} the class {line[1]}, which is {breeds[line.Integer(1)]}'s");
            }
        }

        int[] numbers = [.. breeds.Keys];
        var builder = new SetBuilder(root, [.. breeds.Values]);
        return new DataSet(Name, root, Split(train), null, Split(test)) { Missing = builder.Missing, Annotate = key => Annotations(annotations, key) };

        PictureSet Split(List<ListLine> lines)
            => builder.Split(lines.Select(line => ($"images/{line[0]}.jpg", Array.BinarySearch(numbers, line.Integer(1)))), lines[0].File.Path);
    }

    private static string Breed(ListLine line)
    {
        int end = line[0].LastIndexOf('_');
        return end > 0 ? line[0][..end] : throw line.File.Bad(line.Line, $"has \"{line[0]}\" where a breed and a number are expected");
    }

    private static PictureAnnotations Annotations(string folder, string key)
    {
        string name = Path.GetFileNameWithoutExtension(key);
        return new PictureAnnotations
        {
            Mask = MaskFile.Read(Path.Combine(folder, "trimaps", name + ".png"), Meanings),
            Boxes = VocBoxes.Read(Path.Combine(folder, "xmls", name + ".xml"), "head", fromOne: true),
        };
    }
}
