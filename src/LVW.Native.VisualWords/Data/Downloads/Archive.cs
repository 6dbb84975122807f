using System.Formats.Tar;
using System.IO.Compression;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>
/// Unpacks tar, gzipped tar and zip, told by their content. Names that lead out of the folder, links and devices are refused, and no more comes out
/// than <see cref="ArchiveLimits"/> allows.
/// </summary>
public static class Archive
{
    private const string Again = "Delete it and run lvw data get again";
    private const long MostPadding = 16 << 20;

    /// <summary>Unpacks an archive; files of the same names are replaced.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">Where to; made if missing.</param>
    /// <param name="limits">How much may come out; the defaults if null.</param>
    /// <param name="cancellation">Asked on the way.</param>
    /// <returns>Files and bytes that came out.</returns>
    /// <exception cref="DataException">The archive is cut, damaged, or one of those that are refused; the message names it.</exception>
    public static (int Files, long Bytes) Unpack(string archive, string folder, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(archive);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var unpacking = new Unpacking(archive, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), limits ?? new ArchiveLimits());
        using var stream = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        byte[] start = new byte[4];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        try
        {
            Directory.CreateDirectory(folder);
            if (count >= 4 && start[0] == 'P' && start[1] == 'K') Zip(stream, unpacking, cancellation);
            else if (count >= 2 && (start[0], start[1]) == (0x1F, 0x8B)) Tar(new GZipStream(stream, CompressionMode.Decompress), archive, unpacking, cancellation);
            else Tar(stream, archive, unpacking, cancellation);
        }
        catch (Exception failure) when (failure is EndOfStreamException or InvalidDataException or FormatException)
        {
            throw new DataException(archive, $"the archive is cut or damaged ({failure.Message.TrimEnd('.')})", Again, failure);
        }

        return (unpacking.Files, unpacking.Bytes);
    }

    private static void Tar(Stream stream, string archive, Unpacking unpacking, CancellationToken cancellation)
    {
        using var watch = new EndWatch(stream, unpacking.MostOfStream);
        using var reader = new TarReader(watch);
        while (reader.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    unpacking.File(entry.Name, entry.Length, entry.DataStream, cancellation);
                    break;
                case TarEntryType.Directory:
                    unpacking.Folder(entry.Name);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                    unpacking.Refuse(entry.Name, $"a link to {entry.LinkName}");
                    break;
                default:
                    unpacking.Refuse(entry.Name, $"of type {entry.EntryType}");
                    break;
            }
        }

        // Padding may follow, and behind it the end of a compressed stream, which is checked when it is read.
        byte[] padding = new byte[1 << 16];
        long rest = 0;
        for (int count; (count = watch.Read(padding)) > 0;)
        {
            rest += count;
            if (rest > MostPadding) throw new InvalidDataException($"more than {MostPadding} bytes follow the end mark");
        }

        if (unpacking.Files == 0) throw new DataException(archive, "it holds no file", Again);
        if (!watch.EndsInZeros) throw new EndOfStreamException("its end mark is not there");
    }

    private static void Zip(Stream stream, Unpacking unpacking, CancellationToken cancellation)
    {
        const int UnixLink = 0xA000;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & 0xF000) == UnixLink) unpacking.Refuse(entry.FullName, "a link");
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\'))
            {
                unpacking.Folder(entry.FullName);
                continue;
            }

            using Stream content = entry.Open();
            unpacking.File(entry.FullName, entry.Length, content, cancellation, entry.Crc32);
        }
    }
}
