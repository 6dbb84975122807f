namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Finds a data set's pictures again by their keys, in a folder or in shards.</summary>
/// <param name="data">The folder, address, pattern or list. It need not exist.</param>
public sealed class PicturePlaces(string data)
{
    private readonly Lazy<DataSet> set = new(() => DataSets.Read(data));
    private readonly Lazy<string> root = new(() => DataSets.RootOf(data));
    private readonly Lazy<bool> isShards = new(() => DataSets.IsShards(data));
    private Dictionary<string, Picture>? members;

    /// <summary>What was given.</summary>
    public string Data => data;

    /// <summary>What keys are relative to.</summary>
    public string Root => root.Value;

    /// <summary>Whether the pictures lie in shards.</summary>
    public bool IsShards => isShards.Value;

    /// <summary>The data set, which is read once.</summary>
    /// <inheritdoc cref="DataSets.Read"/>
    public DataSet Read() => set.Value;

    /// <summary>The picture of a key; null where there is none. The class of one in a folder is not known from its key and stays 0.</summary>
    /// <exception cref="DataException">The shards cannot be read.</exception>
    public Picture? Find(string key)
    {
        if (IsShards) return Members().GetValueOrDefault(key);
        string path = Path.Combine(Root, key);
        return File.Exists(path) ? new Picture(path, 0, key) : null;
    }

    private Dictionary<string, Picture> Members()
        => members ??= new[] { Read().Train, Read().Validation, Read().Test }.SelectMany(split => split?.Pictures ?? []).ToDictionary(picture => picture.Key, StringComparer.Ordinal);
}
