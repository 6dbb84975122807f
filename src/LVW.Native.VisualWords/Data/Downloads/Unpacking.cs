namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>What is unpacked where: every entry passes here and is refused or written.</summary>
/// <param name="archive">The archive's path, for errors.</param>
/// <param name="folder">Full path of the folder that nothing may leave.</param>
/// <param name="limits">How much may come out.</param>
internal sealed class Unpacking(string archive, string folder, ArchiveLimits limits)
{
    private const string Remedy = "Take the archive from the data set's own page; what was unpacked so far can be deleted";

    private readonly long most = Math.Min(limits.Bytes, Math.Max(limits.Free, limits.Ratio * new FileInfo(archive).Length));
    private readonly byte[] buffer = new byte[1 << 17];
    private int entries;
    private long bytes;

    public long Bytes => bytes;

    /// <summary>Bytes that a tar may have with its headers and padding.</summary>
    public long MostOfStream => most + (4096L * limits.Entries);

    public int Files { get; private set; }

    /// <exception cref="DataException">The name leaves the folder, or there are too many entries.</exception>
    public void Folder(string name) => Directory.CreateDirectory(Inside(name));

    /// <summary>Writes a file; what a header says of its length and sum is checked against what comes.</summary>
    /// <param name="name">Its name in the archive.</param>
    /// <param name="length">Its length by its header.</param>
    /// <param name="content">What comes; null for an empty file.</param>
    /// <param name="cancellation">Asked between blocks.</param>
    /// <param name="crc">Its CRC-32, where the archive has one.</param>
    /// <exception cref="DataException">The name leaves the folder, or too much comes out.</exception>
    public void File(string name, long length, Stream? content, CancellationToken cancellation, uint? crc = null)
    {
        string path = Inside(name);
        if (length > most - bytes) throw TooMuch();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long written = 0;
        uint sum = 0;
        using (var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            for (int count; content is not null && (count = content.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                written += count;
                if (written > length || written > most - bytes) throw TooMuch();
                output.Write(buffer, 0, count);
                if (crc is not null) sum = Crc32.Append(sum, buffer.AsSpan(0, count));
            }
        }

        if (written < length) throw new EndOfStreamException($"{name} has {written} of {length} bytes");
        if (crc is { } expected && sum != expected) throw new InvalidDataException($"the sum of {name} is wrong");
        bytes += written;
        Files++;
    }

    /// <exception cref="DataException">Always.</exception>
    public void Refuse(string name, string what) => throw new DataException(archive, $"\"{Shown(name)}\" is {what}; data sets hold files and folders only", Remedy);

    private string Inside(string name)
    {
        if (++entries > limits.Entries) throw new DataException(archive, $"it has more than {limits.Entries} entries", Remedy);
        string[] parts = [.. name.Split('/', '\\').Where(part => part is not ("" or "."))];
        bool isRooted = name.StartsWith('/') || name.StartsWith('\\') || name.Contains(':');
        if (isRooted || parts.Contains("..") || name.Any(char.IsControl)) throw new DataException(archive, $"\"{Shown(name)}\" leads out of the folder", Remedy);
        string path = Path.GetFullPath(Path.Combine([folder, .. parts]));
        bool isInside = path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isInside ? path : throw new DataException(archive, $"\"{Shown(name)}\" leads out of the folder", Remedy);
    }

    private DataException TooMuch()
        => new(archive, $"more than {most} bytes come out of its {new FileInfo(archive).Length}: it is damaged or made to fill the disk", Remedy);

    private static string Shown(string name) => new([.. name.Take(120).Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
