using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.Imaging;
using System.Text.Json;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Folders of pictures: those of known data sets in their official layouts are recognised by their own lists, those of tar files are WebDataset shards, all others are
/// class folders. Shards may lie on a web server too.
/// </summary>
public static class DataSets
{
    /// <summary>The name of a folder of class folders.</summary>
    public const string ImageFolderName = "image-folder";

    private static readonly ISetReader[] Readers =
    [
        new Cub200Reader(), new StanfordDogsReader(), new Awa2Reader(), new Flowers102Reader(), new OxfordPetReader(), new Food101Reader(), new StanfordCarsReader(),
    ];

    private static readonly IPackedSet[] Packed = [new Stl10Set(), CifarSet.Ten, CifarSet.Hundred];

    /// <summary>Names of all sets that are recognised.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Readers.Select(reader => reader.Name).Concat(Packed.Select(set => set.Name)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The folder that a set's keys are relative to: the given one, or the one within it that the official archive makes. A folder that does
    /// not exist is its own root.
    /// </summary>
    public static string RootOf(string folder) => IsShards(folder) ? ShardSet.RootOf(folder) : Find(folder).Root;

    /// <summary>Whether a text means WebDataset shards, and no folder of a known set or of class folders.</summary>
    public static bool IsShards(string folder) => ShardSet.Recognises(folder) && (ShardAddress.IsRemote(folder) || Find(folder) is (_, null, null));

    /// <summary>What people call a set: the name of its folder, also of shards and lists within it; an address's query, which may hold a signature, is never a part.</summary>
    /// <param name="root">A data set's <see cref="DataSet.Root"/>; it need not exist any more.</param>
    public static string TitleOf(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return ShardSet.TitleOf(root);
    }

    /// <summary>Lists the pictures of a folder; no picture is opened. Shards on a web server are read once as a whole.</summary>
    /// <param name="folder">The folder; or the address, the pattern or the list of shards.</param>
    /// <exception cref="DataException">
    /// The folder holds no pictures to learn from, a list is damaged or disagrees with another, pictures are missing, or they lie in binary files still.
    /// </exception>
    public static DataSet Read(string folder)
    {
        DataSet set = Inspect(folder);
        if (set.Missing.Count > 0)
        {
            string more = set.Missing.Count == 1 ? "it is the only one that is missing" : $"it is the first of {set.Missing.Count} that are missing";
            throw new DataException(
                Path.Combine(set.Root, set.Missing[0]),
                $"the lists of {set.Name} name this picture but it is not there; {more}",
                $"Unpack the archives again; lvw data verify {folder} names all that are missing");
        }

        if (set.Classes.Count < 2) throw new DataException(set.Root, $"the lists name {set.Classes.Count} class", "Give a data set of two classes or more");
        set.Train.RequirePerClass(1);
        return set;
    }

    /// <summary>Lists the pictures of a folder; those that are missing are told, not an error.</summary>
    /// <exception cref="DataException">A list is damaged, or the pictures lie in binary files still.</exception>
    public static DataSet Inspect(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (IsShards(folder)) return ShardSet.Read(folder);
        (string root, ISetReader? reader, IPackedSet? packed) = Find(folder);
        if (packed is not null)
        {
            throw new DataException(root, $"the pictures of {packed.Name} lie in binary files", $"Write them as files once: lvw data prepare {folder} --out FOLDER");
        }

        PreparedFolder.RequireFinished(folder);
        PreparedFolder.RequireFinished(root);
        return reader?.Read(root) ?? Of(ImageFolder.Read(folder));
    }

    /// <summary>A folder of class folders as a data set; generated ones tell the boxes of their parts.</summary>
    public static DataSet Of(ImageFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        PreparedFolder.RequireFinished(folder.Root);
        IReadOnlyDictionary<string, PartBox[]>? parts = GeneratedDataSet.ReadParts(folder.Root);
        return new DataSet(PreparedFolder.NameOf(folder.Root) ?? ImageFolderName, folder.Root, folder.Train, folder.Validation, folder.Test)
        {
            Notes = folder.IgnoredFiles == 0 ? [] :
            [
                (folder.IgnoredFiles == 1 ? "1 file" : $"{folder.IgnoredFiles} files") + $" in class folders of {folder.Root} "
                    + (folder.IgnoredFiles == 1 ? "was" : "were") + $" passed over; pictures are {ImageFolder.ExtensionList}",
            ],
            Annotate = parts is null ? null : key => new PictureAnnotations { Boxes = [.. parts.GetValueOrDefault(key, []).Select(Box)] },
        };
    }

    /// <summary>The set that a folder holds in its official layout; null if it holds none.</summary>
    /// <exception cref="DataException">A list is damaged.</exception>
    internal static DataSet? Known(string folder) => Find(folder) is (var root, { } reader, _) ? reader.Read(root) : null;

    /// <summary>The binary set that a folder holds, with its root; null if it holds none.</summary>
    internal static (string Root, IPackedSet Set)? PackedIn(string folder) => Find(folder) is (var root, _, { } packed) ? (root, packed) : null;

    private static AnnotatedBox Box(PartBox part)
        => new(JsonNamingPolicy.KebabCaseLower.ConvertName(part.Part.ToString()), new PixelBox(part.X, part.Y, part.Width, part.Height));

    private static (string Root, ISetReader? Reader, IPackedSet? Packed) Find(string folder)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Recognised(root) is { } here) return here;
        foreach (string inner in Readers.SelectMany(reader => reader.Folders).Concat(Packed.SelectMany(set => set.Folders)))
        {
            if (Recognised(Path.Combine(root, inner)) is { } within) return within;
        }

        return (root, null, null);
    }

    private static (string Root, ISetReader? Reader, IPackedSet? Packed)? Recognised(string root)
    {
        if (!Directory.Exists(root)) return null;
        ISetReader? reader = Array.Find(Readers, one => one.Recognises(root));
        IPackedSet? packed = Array.Find(Packed, one => one.Recognises(root));
        return reader is null && packed is null ? null : (root, reader, reader is null ? packed : null);
    }
}
