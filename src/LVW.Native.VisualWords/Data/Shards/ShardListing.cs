namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Which shards a data set has, split by split.</summary>
/// <param name="Root">What was given, as a later run can open it again: a full path, a pattern or an address.</param>
/// <param name="Train">The training shards, or all shards of a set without splits.</param>
/// <param name="Validation">The validation shards; none if the set has no such split.</param>
/// <param name="Test">The test shards; likewise.</param>
internal sealed record ShardListing(string Root, IReadOnlyList<ShardAddress> Train, IReadOnlyList<ShardAddress> Validation, IReadOnlyList<ShardAddress> Test)
{
    /// <summary>Where <c>classes.txt</c> would lie.</summary>
    public required string ClassesFile { get; init; }

    /// <summary>The classes that a list names; null where it names none.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The folder of kept indices; null for none.</summary>
    public string? IndexFolder { get; init; }

    /// <summary>All shards.</summary>
    public IEnumerable<ShardAddress> All => Train.Concat(Validation).Concat(Test);

    /// <summary>Shards divided by their names: one part of the name, such as <c>train</c> of <c>pets-train-000003.tar</c>, tells the split.</summary>
    /// <exception cref="DataException">Some names tell a split and others none, or none is for training.</exception>
    public static ShardListing ByName(string root, IReadOnlyList<ShardAddress> shards)
    {
        ILookup<string, ShardAddress> splits = shards.ToLookup(shard => SplitOf(shard.FileName));
        bool isFlat = splits.Count == 1 && splits.Contains("");
        if (!isFlat && splits.Contains(""))
        {
            throw new DataException(root, $"{splits[""].First().FileName} tells no split while {shards.First(shard => SplitOf(shard.FileName) != "").FileName} does", "Begin the name of every shard with train-, val- or test-, or of none");
        }

        if (!isFlat && !splits.Contains("train"))
        {
            throw new DataException(root, $"there are shards such as {shards[0].FileName} but none for training", "Add train-*.tar");
        }

        return new ShardListing(root, [.. splits[isFlat ? "" : "train"]], [.. splits["val"]], [.. splits["test"]]) { ClassesFile = shards[0].Beside(ClassNames.FileName) }.Sound();
    }

    /// <summary>This listing, if no two shards have one key.</summary>
    /// <exception cref="DataException">Two have, so that their pictures could not be told apart.</exception>
    public ShardListing Sound()
    {
        IGrouping<string, ShardAddress>? twice = All.GroupBy(shard => shard.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? this : throw new DataException(Root, $"two shards have the name {twice.Key}", "Rename one, or take out what is listed twice");
    }

    private static string SplitOf(string fileName)
    {
        foreach (string part in Path.GetFileNameWithoutExtension(fileName).ToLowerInvariant().Split('-', '_', '.'))
        {
            switch (part.TrimEnd("0123456789".ToCharArray()))
            {
                case "train":
                    return "train";
                case "val" or "valid" or "validation":
                    return "val";
                case "test":
                    return "test";
            }
        }

        return "";
    }
}
