using System.Buffers;

namespace LVW.Native.Imaging;

/// <summary>Pictures from and to files; the format is told by the content when reading and by the name's ending when writing.</summary>
public static class ImageFile
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits and strictness; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <param name="codecs">The codecs; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The content is not a readable picture; carries <paramref name="path"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Load(string path, DecodeOptions? options = null, ImageCodecs? codecs = null)
        => Read(path, (codecs ?? ImageCodecs.Default, options), static (state, data) => state.Item1.Decode(data, state.options));

    /// <summary>Reads a picture from the rest of a stream.</summary>
    /// <param name="stream">The stream; not closed.</param>
    /// <param name="options">Limits and strictness; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <param name="codecs">The codecs; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The content is not a readable picture.</exception>
    public static RgbImage Load(Stream stream, DecodeOptions? options = null, ImageCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return (codecs ?? ImageCodecs.Default).Decode(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), options);
    }

    /// <summary>Reads size, format and orientation of a picture without decoding its pixels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="codecs">The codecs; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The content is not a readable picture; carries <paramref name="path"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageInfo Identify(string path, ImageCodecs? codecs = null)
        => Read(path, codecs ?? ImageCodecs.Default, static (codecs, data) => codecs.Identify(data));

    /// <summary>Writes a picture, whole or not at all: to a file beside the target that then takes its place.</summary>
    /// <param name="path">The file; its ending names the format: <c>.png</c> or <c>.bmp</c>.</param>
    /// <param name="image">The picture.</param>
    /// <param name="codecs">The codecs; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">No codec writes files with that ending; carries <paramref name="path"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, RgbImage image, ImageCodecs? codecs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        IImageCodec codec;
        try
        {
            codec = (codecs ?? ImageCodecs.Default).FindEncoder(path);
        }
        catch (ImageFormatException exception)
        {
            throw exception.WithPath(path);
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream output = new(temporary, FileMode.CreateNew, FileAccess.Write)) codec.Encode(image, output);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static TResult Read<TState, TResult>(string path, TState state, Func<TState, ReadOnlyMemory<byte>, TResult> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        if (file.Length > Array.MaxLength)
        {
            throw new ImageFormatException(
                $"the file has {file.Length} bytes; pictures of up to {Array.MaxLength} bytes are read.").WithPath(path);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            int length = file.ReadAtLeast(buffer.AsSpan(0, (int)file.Length), (int)file.Length, throwOnEndOfStream: false);
            return read(state, buffer.AsMemory(0, length));
        }
        catch (ImageFormatException exception)
        {
            throw exception.WithPath(path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
