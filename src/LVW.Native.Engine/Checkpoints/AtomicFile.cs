namespace LVW.Native.Engine.Checkpoints;

/// <summary>Writes a file so that a reader sees the old content or the new one, never a part: write beside it, flush to disk, rename.</summary>
public static class AtomicFile
{
    /// <summary>Replaces <paramref name="path"/> with what <paramref name="write"/> produces.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the new content.</param>
    /// <param name="previous">
    /// The name under which the old file is kept, in place of what has that name, or null to keep none. A process that is killed between the two
    /// renames leaves the old file there alone.
    /// </param>
    /// <exception cref="IOException">The disk is full or the folder is missing or cannot be written; the old file is untouched, or stands as <paramref name="previous"/>.</exception>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{path}: there is no folder {folder}.");

        // Made anew under a name of its own: never a link that somebody laid, a file of the user's, or what another writer is at.
        string temporary = $"{path}.{Path.GetRandomFileName()[..8]}.part";
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            // .NET opens no folder to flush it: a power cut may undo a rename that is seconds old, which brings back the old file, whole.
            if (previous is not null && File.Exists(path)) File.Move(path, previous, overwrite: true);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Replaces <paramref name="path"/> with a text in UTF-8.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
