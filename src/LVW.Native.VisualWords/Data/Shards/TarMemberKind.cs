namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>What a member of a tar file is.</summary>
internal enum TarMemberKind
{
    /// <summary>A file with its bytes.</summary>
    File,

    /// <summary>A folder or a device: nothing that has bytes.</summary>
    Other,

    /// <summary>A link, whose bytes lie elsewhere.</summary>
    Link,
}
