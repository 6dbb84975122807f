using System.Text.Json;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A list of shards, <c>shards.json</c>: <c>{"train": ["train-{000000..000003}.tar"], "val": […], "test": […], "classes": […], "index": "FOLDER"}</c>.</summary>
internal sealed class ShardList
{
    public const string FileName = "shards.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public string[] Train { get; init; } = [];

    public string[] Val { get; init; } = [];

    public string[] Test { get; init; } = [];

    public string[]? Classes { get; init; }

    public string? Index { get; init; }

    /// <summary>Reads a list.</summary>
    /// <param name="root">What the data set was given as.</param>
    /// <param name="list">Where the list lies; its entries are relative to it.</param>
    /// <param name="content">What it says.</param>
    /// <exception cref="DataException">It is damaged, or names no training shards.</exception>
    public static ShardListing Read(string root, ShardAddress list, byte[] content)
    {
        try
        {
            ShardList read = JsonSerializer.Deserialize<ShardList>(content, Json) ?? throw new JsonException("it is empty");
            if (read.Train.Length == 0) throw new JsonException("it names no shards under \"train\"");

            // A list from elsewhere shall not choose where on this disk something is written.
            if (read.Index is not null && list.Remote is not null) throw new JsonException("only a list on this machine may name a folder as \"index\"");
            return new ShardListing(root, Addresses(list, read.Train), Addresses(list, read.Val), Addresses(list, read.Test))
            {
                ClassesFile = list.Beside(ClassNames.FileName),
                Classes = read.Classes,
                IndexFolder = read.Index is null ? null : list.Beside(read.Index),
            }.Sound();
        }
        catch (JsonException failure)
        {
            throw new DataException(
                root, $"the list of shards cannot be read ({failure.Message.Split('\n')[0].TrimEnd('.')})", "Write it like {\"train\": [\"train-{000000..000003}.tar\"], \"test\": [\"test-000000.tar\"]}", failure);
        }
    }

    private static ShardAddress[] Addresses(ShardAddress list, string?[] entries)
        => [.. entries.SelectMany(entry => BracePattern.Expand(entry ?? throw new JsonException("an entry is null"))).Select(entry => Address(list, entry))];

    private static ShardAddress Address(ShardAddress list, string entry)
    {
        if (ShardAddress.IsRemote(entry)) return ShardAddress.Of(entry);
        if (!Path.IsPathRooted(entry)) return new ShardAddress(entry.Replace('\\', '/'), list.Beside(entry.Replace('\\', '/')));
        return list.Remote is null ? ShardAddress.Of(entry) : throw new JsonException($"\"{entry}\" is a path of one machine in a list on a server");
    }
}
