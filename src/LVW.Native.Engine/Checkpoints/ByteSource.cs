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
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new ByteSource(path, handle);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file. Check the path.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or NotSupportedException)
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
}
