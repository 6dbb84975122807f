namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>What a shard holds.</summary>
/// <param name="Samples">Its pictures, in the order of their bytes.</param>
/// <param name="PassedOver">Members that belong to no sample.</param>
internal sealed record ShardIndex(IReadOnlyList<ShardSample> Samples, int PassedOver)
{
    /// <summary>Makes the index of a shard by one walk over its headers; only labels are read.</summary>
    /// <param name="stream">The shard.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <exception cref="DataException">The shard is damaged, or a sample has no label or no picture.</exception>
    public static ShardIndex Of(Stream stream, string path)
    {
        var walker = new TarWalker(stream, path);
        var collector = new SampleCollector(path);
        while (walker.Next() is { } member) collector.Add(member, walker);
        return collector.Finish();
    }
}
