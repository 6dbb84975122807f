using System.Runtime.ExceptionServices;
using System.Text;
using LVW.Native.VisualWords.Data.Downloads;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Data sets as WebDataset shards: tar files on disk or on a web server, with a picture and a <c>.cls</c> for each sample.</summary>
internal sealed class ShardSet
{
    public const string Name = "webdataset";

    private const int LargestText = 16 << 20;
    private const int FewestPictures = 2;

    private readonly ShardOptions options;
    private readonly WebRequests requests;
    private readonly PieceCache cache;

    // Pictures are read through it as long as somebody holds one, so nobody can say when to dispose of the connections.
    private ShardSet(ShardOptions options)
        => (this.options, requests, cache) = (options, new WebRequests(options.Patience), new PieceCache(options.CacheBytes));

    /// <summary>Whether a text means shards: an address, a pattern, a list, or a folder that holds a list, or tar files and no folders.</summary>
    public static bool Recognises(string data)
    {
        if (ShardAddress.IsRemote(data)) return true;
        if (!Directory.Exists(data)) return IsTar(data) || (data.Contains('{') && data.Contains(".tar", StringComparison.OrdinalIgnoreCase)) || (File.Exists(data) && HasEnding(data, ".json"));
        return File.Exists(Path.Combine(data, ShardList.FileName))
            || (Tars(data).Length > 0 && !Directory.EnumerateDirectories(data).Any(folder => !Path.GetFileName(folder).StartsWith('.')));
    }

    /// <summary>What later runs can open: an address as it is, the full path of all else.</summary>
    public static string RootOf(string data) => ShardAddress.IsRemote(data) ? data : Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));

    /// <summary>The name of the folder that shards lie in, or of the folder itself; the host where an address names no folder.</summary>
    public static string TitleOf(string root)
    {
        bool isRemote = ShardAddress.IsRemote(root);
        if (!isRemote && !root.Contains('{') && !IsTar(root) && !HasEnding(root, ".json")) return Path.GetFileName(root);
        string folder = root.Split('?', '{')[0];
        string[] parts = [.. folder[..(folder.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)].Split('/', Path.DirectorySeparatorChar).Where(part => part.Length > 0)];
        return isRemote ? Uri.UnescapeDataString(parts[^1]) : parts.Length == 0 ? "shards" : parts[^1];
    }

    /// <summary>Lists the pictures of shards. Headers are read, and remote shards once as a whole where no index is kept.</summary>
    /// <exception cref="DataException">A shard is missing, damaged or cannot be reached; labels and classes do not fit; or there is too little to learn from.</exception>
    public static DataSet Read(string data, ShardOptions? options = null)
    {
        var set = new ShardSet(options ?? ShardOptions.Default);
        ShardListing listing = set.List(RootOf(data));
        (ShardIndex Index, IReadOnlyList<ShardMember> Members)[] shards = set.Open(listing);
        ClassNames classes = set.Classes(listing, shards.Take(listing.Train.Count).SelectMany(shard => shard.Index.Samples).Select(sample => sample.Label));
        PictureSet?[] splits = [.. set.Splits(listing, shards, classes)];
        RequireTrainable(splits[0]!, listing.Root);
        int passedOver = shards.Sum(shard => shard.Index.PassedOver);
        return new DataSet(Name, listing.Root, splits[0]!, splits[1], splits[2])
        {
            Notes = passedOver == 0 ? [] : [$"{passedOver} members of the shards of {listing.Root} were passed over; a sample is a picture ({ImageFolder.ExtensionList}) and its .cls"],
        };
    }

    private static bool IsTar(string name) => HasEnding(name, ".tar");

    private static bool HasEnding(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static string[] Tars(string folder)
        => [.. Directory.EnumerateFiles(folder).Where(file => IsTar(file) && !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    private ShardListing List(string root)
    {
        if (!ShardAddress.IsRemote(root) && Directory.Exists(root))
        {
            var list = ShardAddress.Of(Path.Combine(root, ShardList.FileName));
            return Text(list.Place) is { } text ? ShardList.Read(root, list, text) : ShardListing.ByName(root, [.. Tars(root).Select(ShardAddress.Of)]);
        }

        ShardAddress[] given = [.. BracePattern.Expand(root).Select(ShardAddress.Of)];
        if (given is not [var only] || !HasEnding(only.FileName, ".json")) return ShardListing.ByName(root, given);
        return ShardList.Read(root, only, Text(only.Place) ?? throw new DataException(root, "there is no such list", "Check the address"));
    }

    // All are tried in order, so that the first that is at fault is named whichever is read first.
    private (ShardIndex Index, IReadOnlyList<ShardMember> Members)[] Open(ShardListing listing)
    {
        ShardAddress[] all = [.. listing.All];
        var opened = new (ShardIndex, IReadOnlyList<ShardMember>)[all.Length];
        var faults = new ExceptionDispatchInfo?[all.Length];
        Parallel.For(0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism }, (i, loop) =>
        {
            try
            {
                opened[i] = all[i].Remote is { } uri ? OpenRemote(uri, listing.IndexFolder) : LocalShard.Open(all[i].Place, options);
            }
            catch (DataException fault)
            {
                faults[i] = ExceptionDispatchInfo.Capture(fault);
                loop.Break();
            }
        });
        Array.Find(faults, fault => fault is not null)?.Throw();
        return opened;
    }

    private (ShardIndex Index, IReadOnlyList<ShardMember> Members) OpenRemote(Uri uri, string? indexFolder)
    {
        var source = new RemoteFileSource(uri, requests, options);
        return RemoteShard.Open(source, cache, indexFolder is null ? null : new IndexFile(indexFolder, source.Path));
    }

    private ClassNames Classes(ShardListing listing, IEnumerable<string> labels)
    {
        if (listing.Classes is { } listed) return ClassNames.Given(listing.Root, listed);
        if (Text(listing.ClassesFile, isOptional: true) is not { } content) return ClassNames.Of(listing.Root, labels);
        string[] lines = [.. Encoding.UTF8.GetString(content).TrimStart('\uFEFF').TrimEnd().Split('\n').Select(line => line.Trim())];
        return ClassNames.Given(listing.ClassesFile, lines);
    }

    private IEnumerable<PictureSet?> Splits(ShardListing listing, (ShardIndex Index, IReadOnlyList<ShardMember> Members)[] shards, ClassNames classes)
    {
        int first = 0;
        foreach (IReadOnlyList<ShardAddress> split in new[] { listing.Train, listing.Validation, listing.Test })
        {
            int begin = first;
            first += split.Count;
            if (split.Count == 0)
            {
                yield return null;
                continue;
            }

            Picture[] pictures = [.. split.SelectMany((shard, i) => Pictures(shard, shards[begin + i].Index, shards[begin + i].Members, classes))];
            if (pictures.Length == 0) throw new DataException(split[0].Place, "the shards of this split hold no picture", "Write samples of a picture and a .cls into them, or leave them out");
            yield return new PictureSet(listing.Root, classes.Names, pictures) { IsListed = true };
        }
    }

    private static IEnumerable<Picture> Pictures(ShardAddress shard, ShardIndex index, IReadOnlyList<ShardMember> members, ClassNames classes)
    {
        for (int i = 0; i < members.Count; i++)
        {
            ShardSample sample = index.Samples[i];
            string path = $"{members[i].Shard.Path}: {sample.Name}";
            int label = classes.Find(sample.Label) ?? throw new DataException(
                path, $"its label \"{sample.Label}\" is none of the {classes.Names.Count} classes", $"Correct the label or {ClassNames.FileName}; without such a file the classes are those of the training shards");
            yield return new Picture(path, label, $"{shard.Key}/{sample.Name}") { Member = members[i] };
        }
    }

    private static void RequireTrainable(PictureSet train, string root)
    {
        if (train.Classes.Count < 2) throw new DataException(root, $"there is only one class, \"{train.Classes[0]}\"", "Add samples of at least one more class");
        int[] counts = train.CountPerClass();
        int poor = Array.FindIndex(counts, count => count < FewestPictures);
        if (poor < 0) return;
        throw new DataException(
            root, $"class \"{train.Classes[poor]}\" has {PictureSet.Counted(counts[poor])} in the training shards but needs at least {FewestPictures}", $"Add samples of it, or take it out (of {ClassNames.FileName} too)");
    }

    // Null where there is no such file.
    private byte[]? Text(string place, bool isOptional = false)
    {
        if (!ShardAddress.IsRemote(place))
        {
            try
            {
                return File.Exists(place) ? File.ReadAllBytes(place) : null;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new DataException(place, $"it cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
            }
        }

        var source = new RemoteFileSource(new Uri(place), requests, options) { IsOptional = isOptional };
        if (!source.Exists()) return null;
        if (source.Identity!.Length > LargestText) throw new DataException(source.Path, $"it has {source.Identity.Length} bytes and is no list", "Check the address");
        using RemoteStream stream = source.Open();
        return stream.ReadWhole((int)source.Identity.Length);
    }
}
