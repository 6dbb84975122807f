namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A member of a tar file.</summary>
/// <param name="Name">Its name, without a leading <c>./</c>.</param>
/// <param name="Offset">Where its content begins in the file.</param>
/// <param name="Length">Bytes of its content.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct TarMember(string Name, long Offset, long Length, TarMemberKind Kind);
