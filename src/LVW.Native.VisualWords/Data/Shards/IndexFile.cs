using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>The index of a remote shard on disk: some tens of bytes a picture, which save a walk over the whole shard. It holds while length and tag are the shard's.</summary>
/// <param name="folder">The folder; made if missing.</param>
/// <param name="address">The shard's address, without its query.</param>
internal sealed class IndexFile(string folder, string address)
{
    private const int Version = 1;

    private readonly string path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(address)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..12]}.json");

    /// <summary>The index, or null where there is none of just this shard.</summary>
    public ShardIndex? Read(RemoteIdentity identity)
    {
        try
        {
            if (!File.Exists(path)) return null;
            using FileStream stream = File.OpenRead(path);
            Content? content = JsonSerializer.Deserialize<Content>(stream);
            if (content is not { Version: Version, Index.Samples: { } samples } || content.Address != address || content.Identity != identity) return null;
            return samples.All(sample => IsInside(sample, identity.Length)) ? content.Index : null;
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps the index.</summary>
    /// <exception cref="DataException">It cannot be written.</exception>
    public void Write(RemoteIdentity identity, ShardIndex index)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, new Content(Version, address, identity, index)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"the shard's index cannot be kept ({failure.Message.TrimEnd('.')})", "Free space, or take \"index\" out of the list", failure);
        }
    }

    private static bool IsInside(ShardSample? sample, long length)
        => sample is { Name: not null, Label: not null, Offset: >= 0, Length: >= 0 } && sample.Offset <= length - sample.Length;

    private sealed record Content(int Version, string Address, RemoteIdentity Identity, ShardIndex Index);
}
