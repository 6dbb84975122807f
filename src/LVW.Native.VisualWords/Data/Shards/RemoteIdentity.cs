namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>What a server told of a file when it was first asked: later answers must tell the same.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Tag">Its strong ETag, or else the time of its last change; null where the server tells neither.</param>
/// <param name="HasRanges">Whether the server sends parts of it.</param>
internal sealed record RemoteIdentity(long Length, string? Tag, bool HasRanges);
