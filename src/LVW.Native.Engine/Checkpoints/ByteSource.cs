using Microsoft.Win32.SafeHandles;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>A file that is read by position; every failure is the one error and names the file.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly SafeFileHandle handle;

    private ByteSource(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    public static ByteSource Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new CheckpointException("No file of weights is named: the path is empty. Name a file.");
        SafeFileHandle? handle = null;
        try
        {
            RequireContent(path);
            handle = File.OpenHandle(path);
            return new ByteSource(path, handle);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file. Check the path.", exception);
        }
        catch (Exception exception) when (exception is (UnauthorizedAccessException or IOException or NotSupportedException or ArgumentException) and not CheckpointException)
        {
            handle?.Dispose();
            throw new CheckpointException($"{path}: cannot be read ({exception.Message.TrimEnd('.')}). Name a file that you may read.", exception);
        }
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                int count = RandomAccess.Read(handle, destination, offset);
                if (count == 0) throw new CheckpointException($"{Path}: ends at byte {offset}, before its content does. It was cut short.");
                destination = destination[count..];
                offset += count;
            }
        }
        catch (IOException exception) when (exception is not CheckpointException)
        {
            throw new CheckpointException($"{Path}: cannot be read ({exception.Message.TrimEnd('.')}). Check the disk and try again.", exception);
        }
    }

    /// <summary>The bytes of a range, which must lie within the file.</summary>
    public byte[] ReadArray(long offset, long count)
    {
        if (offset < 0 || count < 0 || count > Array.MaxLength || offset > Length - count)
        {
            throw new CheckpointException($"{Path}: claims {count} bytes from byte {offset} on but has {Length}. It is damaged or was cut short.");
        }

        byte[] bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    public void Dispose() => handle.Dispose();

    /// <summary>
    /// Opening a pipe waits for a writer, for ever and deaf to signals, and a device never ends. .NET does not tell either from a file, but
    /// like every other thing that is no file of bytes they have no length.
    /// </summary>
    private static void RequireContent(string path)
    {
        var file = new FileInfo(path);
        if ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is not FileInfo target) return;

        // What /dev/stdin leads to is no path where it is a pipe.
        if (target.Exists ? target.Length == 0 : File.Exists(path)) throw new CheckpointException($"{path}: is empty, or a pipe or device. Name a file of weights.");
    }
}
