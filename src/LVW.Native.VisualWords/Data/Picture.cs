using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data.Shards;

namespace LVW.Native.VisualWords.Data;

/// <summary>One labelled picture: a file, or a member of a shard. Whoever needs its bytes asks it, for only the picture knows where they lie.</summary>
/// <param name="Path">Full path of the file; of a member of a shard, the shard's path or address and the member's name.</param>
/// <param name="ClassIndex">Index into <see cref="PictureSet.Classes"/>.</param>
/// <param name="Key">The path relative to the data set's root with forward slashes: the picture's name on every machine.</param>
public sealed record Picture(string Path, int ClassIndex, string Key)
{
    /// <summary>Where it lies in a shard; null for a file of its own.</summary>
    internal ShardMember? Member { get; init; }

    /// <summary>Decodes it.</summary>
    /// <param name="options">Limits and strictness; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <param name="codecs">The codecs; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The content is not a readable picture; carries <see cref="Path"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataException">The shard cannot be read.</exception>
    public RgbImage Load(DecodeOptions? options = null, ImageCodecs? codecs = null)
        => Member is null ? ImageFile.Load(Path, options, codecs) : Named(bytes => (codecs ?? ImageCodecs.Default).Decode(bytes, options));

    /// <summary>Tells size, format and orientation without decoding its pixels.</summary>
    /// <inheritdoc cref="Load"/>
    public ImageInfo Identify(ImageCodecs? codecs = null)
        => Member is null ? ImageFile.Identify(Path, codecs) : Named((codecs ?? ImageCodecs.Default).Identify);

    /// <summary>Its bytes as they are; null where they are more than <paramref name="most"/>.</summary>
    /// <inheritdoc cref="Load"/>
    public byte[]? ReadBytes(long most)
    {
        long length = Member?.Length ?? new FileInfo(Path).Length;
        if (length > most) return null;
        return Member is null ? File.ReadAllBytes(Path) : Member.Read().ToArray();
    }

    private TResult Named<TResult>(Func<ReadOnlyMemory<byte>, TResult> read)
    {
        ReadOnlyMemory<byte> bytes = Member!.Read();
        try
        {
            return read(bytes);
        }
        catch (ImageFormatException failure)
        {
            throw failure.WithPath(Path);
        }
    }
}
