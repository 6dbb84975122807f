namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Where a shard, or a file beside it, lies.</summary>
/// <param name="Key">Its name on every machine: keys of its pictures begin with it.</param>
/// <param name="Place">Its full path or its address.</param>
internal sealed record ShardAddress(string Key, string Place)
{
    /// <summary>Its address on a web server; null for a file.</summary>
    public Uri? Remote => IsRemote(Place) ? new Uri(Place) : null;

    /// <summary>The last part of its path.</summary>
    public string FileName => Remote is { } uri ? Uri.UnescapeDataString(uri.Segments[^1]) : Path.GetFileName(Place);

    public static bool IsRemote(string place)
        => place.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || place.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A shard whose key is its file's name.</summary>
    /// <exception cref="DataException">The place is no address.</exception>
    public static ShardAddress Of(string place)
    {
        if (IsRemote(place) && (!Uri.TryCreate(place, UriKind.Absolute, out Uri? uri) || uri.AbsolutePath.EndsWith('/')))
        {
            throw new DataException(place, "this is no address of a file", "Give shards like https://host/path/train-{000000..000003}.tar, or the address of a list (shards.json); a folder on a server cannot be listed");
        }

        var address = new ShardAddress("", IsRemote(place) ? place : Path.GetFullPath(place));
        return address with { Key = address.FileName };
    }

    /// <summary>A file beside this one.</summary>
    /// <param name="name">Its name, or its path from there with forward slashes.</param>
    public string Beside(string name) => Remote is { } uri
        ? new Uri(new Uri(uri.GetLeftPart(UriPartial.Path)), string.Join('/', name.Split('/').Select(Uri.EscapeDataString))).AbsoluteUri + uri.Query
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Place)!, name));
}
