using Microsoft.Win32.SafeHandles;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A shard on a disk of this machine.</summary>
internal sealed class LocalShard : IShard
{
    private readonly long length;

    private LocalShard(string path, long length) => (Path, this.length) = (path, length);

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>Opens a shard and walks its headers; contents are passed over.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="options">How large pieces are.</param>
    /// <exception cref="DataException">It is missing or damaged.</exception>
    public static (ShardIndex Index, IReadOnlyList<ShardMember> Members) Open(string path, ShardOptions options)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096, FileOptions.RandomAccess);
            var shard = new LocalShard(path, stream.Length);
            ShardIndex index = ShardIndex.Of(stream, path);
            return (index, ShardPiece.Members(shard, index.Samples, options));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "there is no such shard", "Check the list or the numbers of the pattern", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(ShardMember member)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(Path, options: FileOptions.RandomAccess);
            if (RandomAccess.GetLength(file) != length)
            {
                throw new DataException(Path, $"the shard has changed since it was indexed ({length} bytes then, {RandomAccess.GetLength(file)} now)", "Run the same command again with the shards that it began with");
            }

            byte[] content = new byte[member.Length];
            for (int have = 0, count; have < content.Length; have += count)
            {
                count = RandomAccess.Read(file, content.AsSpan(have), member.Offset + have);
                if (count == 0) throw new IOException("the file ends early");
            }

            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, failure);
        }
    }

    private static DataException Unreadable(string path, Exception failure)
        => new(path, $"the shard cannot be read ({failure.Message.TrimEnd('.')})", "Check the file and its permissions", failure);
}
