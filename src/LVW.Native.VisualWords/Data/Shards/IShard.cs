namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A tar file of pictures, read at any place.</summary>
internal interface IShard
{
    /// <summary>Its full path or address, for errors.</summary>
    string Path { get; }

    /// <summary>A member's bytes; not to be kept long, for they may be a part of something larger.</summary>
    /// <exception cref="DataException">They cannot be read.</exception>
    ReadOnlyMemory<byte> Read(ShardMember member);
}
