namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Animals with Attributes 2: <c>JPEGImages/class/*</c>, 85 attributes of each class. The set divides its classes, for zero-shot learning, and not
/// its pictures: all pictures are training pictures here, and <see cref="ClassAttributes.UnseenClasses"/> names the ten of the test.
/// </summary>
internal sealed class Awa2Reader : ISetReader
{
    private const string Pictures = "JPEGImages";
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".bmp"];

    public string Name => "awa2";

    public IReadOnlyList<string> Folders => ["Animals_with_Attributes2"];

    public bool Recognises(string root) => File.Exists(Path.Combine(root, "classes.txt")) && Directory.Exists(Path.Combine(root, Pictures));

    public DataSet Read(string root)
    {
        string list = Path.Combine(root, "classes.txt");
        string[] classes = BirdLists.Classes(ListFile.Read(list));
        var entries = new List<(string Key, int Label)>();
        for (int c = 0; c < classes.Length; c++)
        {
            string folder = Path.Combine(root, Pictures, classes[c]);
            if (!Directory.Exists(folder)) throw new DataException(folder, $"{list} names this class but its folder is not there", "Unpack the archive again");
            IEnumerable<string> files = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))
                .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()) && file[0] != '.')
                .Order(StringComparer.Ordinal);
            entries.AddRange(files.Select(file => ($"{Pictures}/{classes[c]}/{file}", c)));
        }

        var builder = new SetBuilder(root, classes);
        return new DataSet(Name, root, builder.Split(entries, list), null, null)
        {
            Notes = ["the set divides classes, not pictures; test pictures are drawn from all"],
            Attributes = Attributes(root, classes),
        };
    }

    /// <summary>The attributes; null where their files are not there.</summary>
    /// <exception cref="DataException">They disagree with the classes.</exception>
    public static ClassAttributes? Attributes(string root, IReadOnlyList<string> classes)
    {
        string matrix = Path.Combine(root, "predicate-matrix-binary.txt");
        if (!File.Exists(matrix)) return null;
        string[] names = BirdLists.Classes(ListFile.Read(root, "predicates.txt"));
        List<ListLine> rows = ListFile.Read(matrix).Lines(names.Length);
        if (rows.Count != classes.Count || rows.Any(row => row.Fields.Length != names.Length))
        {
            throw new DataException(matrix, $"it is no table of {classes.Count} classes and {names.Length} attributes", "Unpack the archive again");
        }

        bool[][] has = [.. rows.Select(row => Enumerable.Range(0, names.Length).Select(field => row.Integer(field) != 0).ToArray())];
        string unseen = Path.Combine(root, "testclasses.txt");
        return new ClassAttributes(names, has, File.Exists(unseen) ? [.. ListFile.Read(unseen).Lines(1).Select(line => line[0])] : []);
    }
}
