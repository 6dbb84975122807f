using System.IO.Compression;

namespace LVW.Native.Engine.Checkpoints.Zip;

/// <summary>Members of archives as the writers of weights make them: not compressed, of one fixed date, so that equal weights make equal files.</summary>
internal static class StoredEntries
{
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Stream OpenStored(this ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Date;
        return entry.Open();
    }
}
