namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A folder held against its descriptor.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Root">The folder that keys are relative to.</param>
/// <param name="Classes">Classes found.</param>
/// <param name="Splits">The splits found or expected.</param>
/// <param name="Missing">Keys that the lists name but whose files are not there.</param>
/// <param name="Faults">What disagrees with the descriptor, each in one line.</param>
/// <param name="Bad">Files that cannot be decoded, where that was asked.</param>
public sealed record DataSetVerification(
    string Name,
    string Root,
    int Classes,
    IReadOnlyList<SplitCount> Splits,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Faults,
    IReadOnlyList<BadPicture> Bad)
{
    /// <summary>Whether all is as it should be.</summary>
    public bool IsRight => Missing.Count == 0 && Faults.Count == 0 && Bad.Count == 0;

    /// <summary>Counts a folder's pictures and compares them with what its descriptor says.</summary>
    /// <param name="folder">The folder, prepared or not.</param>
    /// <param name="expected">The descriptor; null for that of the layout that the folder has, if it has one.</param>
    /// <param name="decode">Whether every file is decoded as well.</param>
    /// <exception cref="DataException">The folder cannot be read at all.</exception>
    public static DataSetVerification Of(string folder, DataSetDescriptor? expected, bool decode)
    {
        if (DataSets.PackedIn(folder) is (var root, { } packed)) return OfPacked(root, packed, expected);
        DataSet set = DataSets.Inspect(folder);
        DataSetDescriptor? descriptor = expected ?? DataSetDescriptor.All().FirstOrDefault(one => one.Name == set.Name);
        PictureSet?[] splits = [set.Train, set.Validation, set.Test];
        SplitCount[] counts =
        [
            .. new[] { "train", "validation", "test" }
                .Select((name, i) => new SplitCount(name, splits[i]?.Pictures.Count ?? 0, Expected(descriptor, name)))
                .Where(count => count.Found > 0 || count.Expected > 0),
        ];
        IReadOnlyList<BadPicture> bad = decode ? Decode(set) : [];
        return new DataSetVerification(set.Name, set.Root, set.Classes.Count, counts, set.Missing, Compare(descriptor, set.Name, set.Classes.Count, counts), bad);
    }

    private static IReadOnlyList<BadPicture> Decode(DataSet set)
    {
        PictureSet all = set.Train.With([.. new[] { set.Train, set.Validation, set.Test }.SelectMany(split => split?.Pictures ?? [])]);
        return all.Pictures.Count == 0 ? [] : all.Faulty();
    }

    private static DataSetVerification OfPacked(string root, IPackedSet packed, DataSetDescriptor? expected)
    {
        PackedPictures pictures = packed.Open(root);
        DataSetDescriptor? descriptor = expected ?? DataSetDescriptor.All().FirstOrDefault(one => one.Name == packed.Name);
        SplitCount[] counts = [.. pictures.Splits.Select(split => new SplitCount(split.Name, split.Records.Count, Expected(descriptor, split.Name)))];
        return new DataSetVerification(packed.Name, root, pictures.Classes.Count, counts, [], Compare(descriptor, packed.Name, pictures.Classes.Count, counts), []);
    }

    private static int? Expected(DataSetDescriptor? descriptor, string split) => descriptor?.Pictures.GetValueOrDefault(split);

    private static List<string> Compare(DataSetDescriptor? descriptor, string name, int classes, SplitCount[] counts)
    {
        var faults = new List<string>();
        if (descriptor is null) return faults;
        if (descriptor.Name != name) faults.Add($"the folder is laid out as {name}, not as {descriptor.Name}");
        if (descriptor.Classes != classes) faults.Add($"{classes} classes are there but the set has {descriptor.Classes}");
        faults.AddRange(counts.Where(count => count.Found != count.Expected).Select(count => $"{count.Name} has {PictureSet.Counted(count.Found)} but the set has {count.Expected}"));
        return faults;
    }
}
