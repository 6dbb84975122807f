namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A picture in a shard with its label.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Offset">Where its bytes begin in the shard.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Label">What its <c>.cls</c> says: an index or a name.</param>
internal sealed record ShardSample(string Name, long Offset, int Length, string Label);
